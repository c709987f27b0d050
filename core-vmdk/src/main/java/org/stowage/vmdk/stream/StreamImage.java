package org.stowage.vmdk.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.StoredForm;
import org.stowage.vmdk.descriptor.Descriptor;
import org.stowage.vmdk.descriptor.FactsOfDescriptor;
import org.stowage.vmdk.format.HeaderProblems;
import org.stowage.vmdk.format.VmdkError;
import org.stowage.vmdk.image.StartedStream;

/** A stream-optimized disk from a source that can only be streamed, such as an archive's member. */
public final class StreamImage implements DiskImage {

  private final StreamFile file;
  private final DiskFacts facts;
  private final StartedStream stream;

  private StreamImage(StreamFile file, DiskFacts facts, StartedStream stream) {
    this.file = file;
    this.facts = facts;
    this.stream = stream;
  }

  /**
   * Reads header and descriptor from a new stream, which the image keeps.
   *
   * @param format the id that the facts are to name
   */
  public static StreamImage open(ImageSource source, String format) throws IOException {
    InputStream in = source.open();
    try {
      StreamStart start = StreamStart.read(in, source.name());
      Descriptor descriptor = start.descriptor().descriptor();
      if (descriptor.hasParent()) {
        throw VmdkError.refused(
            VmdkError.PARENT_MISSING,
            source.name(),
            "it is a linked child, and what it is streamed from holds no parent",
            "Export the whole disk, not a snapshot of it.");
      }
      List<Problem> problems = new ArrayList<>(HeaderProblems.of(start.header(), source.name()));
      problems.addAll(start.descriptor().problems());
      DiskFacts facts =
          FactsOfDescriptor.of(
              descriptor, format, source.name(), start.descriptor().capacityBytes(), problems);
      return new StreamImage(
          new StreamFile(source.name(), start.header(), source.lengthBytes()),
          facts,
          new StartedStream(source, start.bytes(), in));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public DiskFacts facts() {
    return facts;
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    try (InputStream in = stream.open()) {
      file.expand(in, facts.capacityBytes(), sink, transfer);
    }
  }

  @Override
  public Optional<StoredForm> stored() {
    return Optional.of(new StreamStored(facts.format(), file, stream));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
