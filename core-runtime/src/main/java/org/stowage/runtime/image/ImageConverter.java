package org.stowage.runtime.image;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSink;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.WritableFormat;

/** Makes an image of another one, in one pass. */
public final class ImageConverter {

  private final ImageReader reader;
  private final FormatRegistry formats;

  public ImageConverter(ImageReader reader, FormatRegistry formats) {
    this.reader = reader;
    this.formats = formats;
  }

  /** Converts; a failure leaves no file behind. */
  public Conversion convert(ConvertRequest request, Transfer transfer) throws IOException {
    long start = System.nanoTime();
    WritableFormat format = formats.writable(request.format());
    try (DiskImage image =
        reader.open(request.image(), request.properties(), new LongAdder(), transfer)) {
      DiskFacts facts = image.facts();
      DiskSpec spec = spec(facts, request);
      try (FileImageTarget target = new FileImageTarget(request.destination())) {
        WritableFormat.WriteOptions options =
            new WritableFormat.WriteOptions(request.level(), transfer.threads());
        try (DiskSink sink = format.create(spec, target, options)) {
          image.copyTo(sink, transfer);
          sink.finish();
        }
        target.commit();
      }
      return new Conversion(
          facts,
          request.destination(),
          format.id(),
          spec.capacityBytes(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static DiskSpec spec(DiskFacts facts, ConvertRequest request) {
    long align = request.alignBytes();
    long capacity = Math.addExact(facts.capacityBytes(), align - 1) / align * align;
    AdapterType wanted = request.adapterType();
    return new DiskSpec(
        capacity, wanted == null ? facts.knownAdapterType().orElse(AdapterType.LSILOGIC) : wanted);
  }
}
