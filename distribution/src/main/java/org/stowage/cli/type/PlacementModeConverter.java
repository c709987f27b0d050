package org.stowage.cli.type;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.stowage.runtime.config.PlacementMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads modes of placement. */
public final class PlacementModeConverter implements ITypeConverter<PlacementMode> {

  @Override
  public PlacementMode convert(String value) {
    return PlacementMode.named(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + value
                        + "' is no mode of placement; there are "
                        + Arrays.stream(PlacementMode.values())
                            .map(PlacementMode::id)
                            .collect(Collectors.joining(", "))));
  }
}
