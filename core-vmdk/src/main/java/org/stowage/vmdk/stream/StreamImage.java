package org.stowage.vmdk.stream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

/** A stream-optimized disk from a source that can only be streamed, such as an archive's member. */
public final class StreamImage implements DiskImage {

  private final ImageSource source;
  private final StreamFile file;
  private final DiskFacts facts;

  /** The stream from which the facts came, rejoined with what was read; null once it is used. */
  private @Nullable InputStream started;

  private StreamImage(ImageSource source, StreamFile file, DiskFacts facts, InputStream started) {
    this.source = source;
    this.file = file;
    this.facts = facts;
    this.started = started;
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
          source,
          new StreamFile(source.name(), start.header(), source.lengthBytes()),
          facts,
          new SequenceInputStream(new ByteArrayInputStream(start.bytes()), in));
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
    try (InputStream stream = take()) {
      file.expand(stream, facts.capacityBytes(), sink, transfer);
    }
  }

  @Override
  public Optional<StoredForm> stored() {
    return Optional.of(new StreamStored(facts.format(), file, this::take));
  }

  /** The stream that is open already, the first time; after that a new one, if the source can. */
  private InputStream take() throws IOException {
    InputStream stream = started == null ? source.open() : started;
    started = null;
    return stream;
  }

  @Override
  public void close() throws IOException {
    if (started != null) {
      InputStream unused = started;
      started = null;
      unused.close();
    }
  }
}
