package org.stowage.cli.type;

import java.util.Arrays;
import java.util.Iterator;
import org.stowage.runtime.config.PlacementMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads modes of placement. */
public final class PlacementModeConverter
    implements ITypeConverter<PlacementMode>, Iterable<String> {

  @Override
  public PlacementMode convert(String value) {
    return PlacementMode.named(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + value
                        + "' is no mode of placement; there are "
                        + String.join(", ", this)));
  }

  /** The names to choose from. */
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(PlacementMode.values()).map(PlacementMode::id).iterator();
  }
}
