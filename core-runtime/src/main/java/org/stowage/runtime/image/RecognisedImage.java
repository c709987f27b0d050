package org.stowage.runtime.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.Problem;
import org.stowage.api.disk.StoredForm;

/** An image with what was noticed when it was recognised. */
final class RecognisedImage implements DiskImage {

  private final DiskImage image;
  private final Closeable source;
  private final DiskFacts facts;

  private RecognisedImage(DiskImage image, Closeable source, DiskFacts facts) {
    this.image = image;
    this.source = source;
    this.facts = facts;
  }

  /**
   * @param image closed with the new one, or when this fails
   * @param source closed with the image; stays the caller's when this fails
   */
  static DiskImage of(
      DiskImage image, Closeable source, ImageProperties declared, List<Problem> problems)
      throws IOException {
    try {
      DiskFacts facts = image.facts();
      List<Problem> all = new ArrayList<>(facts.problems());
      all.addAll(problems);
      all.addAll(DeclarationCheck.problems(facts, declared));
      return new RecognisedImage(image, source, withProblems(facts, all));
    } catch (UncheckedIOException e) {
      try (image) {
        throw e.getCause();
      }
    }
  }

  private static DiskFacts withProblems(DiskFacts facts, List<Problem> problems) {
    return new DiskFacts(
        facts.container(),
        facts.format(),
        facts.fileName(),
        facts.createType(),
        facts.capacityBytes(),
        facts.adapterType(),
        facts.populatedBytes(),
        facts.contentDigest(),
        problems);
  }

  @Override
  public DiskFacts facts() {
    return facts;
  }

  @Override
  public void copyTo(DiskSink sink, Transfer transfer) throws IOException {
    image.copyTo(sink, transfer);
  }

  @Override
  public Optional<StoredForm> stored() {
    return image.stored();
  }

  @Override
  public void close() throws IOException {
    try (source) {
      image.close();
    }
  }
}
