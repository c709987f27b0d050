package org.stowage.cli.image;

import java.util.Locale;
import org.stowage.cli.output.Result;
import org.stowage.runtime.config.ByteSize;
import org.stowage.runtime.image.Conversion;

/** The JSON of image convert. */
record ConvertResult(
    ImageResult source, String destination, String format, long capacityBytes, long elapsedMs)
    implements Result {

  static ConvertResult of(Conversion conversion) {
    return new ConvertResult(
        ImageResult.of(conversion.source()),
        conversion.destination().toAbsolutePath().toString(),
        conversion.format(),
        conversion.capacityBytes(),
        conversion.elapsed().toMillis());
  }

  @Override
  public String text() {
    return destination
        + " is ready: "
        + format
        + ", "
        + ByteSize.show(capacityBytes)
        + String.format(Locale.ROOT, ", %.1f s", elapsedMs / 1000.0);
  }
}
