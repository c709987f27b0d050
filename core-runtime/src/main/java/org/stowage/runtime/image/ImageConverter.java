package org.stowage.runtime.image;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.Transfer;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.disk.DiskImage;
import org.stowage.api.disk.DiskSpec;
import org.stowage.api.disk.PackagedMachine;
import org.stowage.api.disk.WritableContainer;
import org.stowage.api.disk.WritableFormat;
import org.stowage.api.disk.WritableFormat.WriteOptions;
import org.stowage.vmdk.VmdkKind;
import org.stowage.vmdk.write.DiskSinks;

/** Makes an image of another one, in one pass. */
public final class ImageConverter {

  /** What deploy gives when nothing is said; an image says nothing of the machine around it. */
  private static final int CPUS = 1;

  private static final int MEMORY_MIB = 1024;

  private final ImageReader reader;
  private final FormatRegistry formats;

  public ImageConverter(ImageReader reader, FormatRegistry formats) {
    this.reader = reader;
    this.formats = formats;
  }

  /** Converts; a failure leaves no file behind. */
  public Conversion convert(ConvertRequest request, Transfer transfer) throws IOException {
    long start = System.nanoTime();
    Optional<WritableContainer> container = formats.container(request.format());
    DiskFormat format =
        container.isPresent() ? container.get() : formats.writable(request.format());
    try (DiskImage image =
        reader.open(request.image(), request.properties(), new LongAdder(), transfer)) {
      DiskFacts facts = image.facts();
      DiskSpec spec = spec(facts, request);
      made(format, image, spec, request, transfer).writeTo(request.destination());
      return new Conversion(
          facts,
          request.destination(),
          format.id(),
          spec.capacityBytes(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static NewImage made(
      DiskFormat format,
      DiskImage image,
      DiskSpec spec,
      ConvertRequest request,
      Transfer transfer) {
    WriteOptions options = new WriteOptions(request.level(), transfer.threads());
    if (format instanceof WritableFormat writable) {
      return NewImage.converted(image, writable::create, spec, options, transfer);
    }
    String name = String.valueOf(request.destination().getFileName());
    int dot = name.lastIndexOf('.');
    PackagedMachine machine =
        new PackagedMachine(
            dot > 0 ? name.substring(0, dot) : name,
            CPUS,
            MEMORY_MIB,
            spec,
            VmdkKind.STREAM_OPTIMIZED.formatId());
    return NewImage.converted(image, DiskSinks::streamOptimized, spec, options, transfer)
        .inside((WritableContainer) format, machine);
  }

  private static DiskSpec spec(DiskFacts facts, ConvertRequest request) {
    long align = request.alignBytes();
    long capacity = Math.addExact(facts.capacityBytes(), align - 1) / align * align;
    AdapterType wanted = request.adapterType();
    return new DiskSpec(
        capacity, wanted == null ? facts.knownAdapterType().orElse(AdapterType.LSILOGIC) : wanted);
  }
}
