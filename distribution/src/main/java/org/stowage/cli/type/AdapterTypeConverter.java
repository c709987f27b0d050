package org.stowage.cli.type;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.stowage.api.disk.AdapterType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads adapter types in any of their spellings. */
public final class AdapterTypeConverter implements ITypeConverter<AdapterType> {

  @Override
  public AdapterType convert(String value) {
    return AdapterType.named(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + value
                        + "' is no adapter type; there are "
                        + Arrays.stream(AdapterType.values())
                            .map(AdapterType::id)
                            .collect(Collectors.joining(", "))));
  }
}
