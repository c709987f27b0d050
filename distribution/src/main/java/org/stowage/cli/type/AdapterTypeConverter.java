package org.stowage.cli.type;

import java.util.Arrays;
import java.util.Iterator;
import org.stowage.api.disk.AdapterType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads adapter types in any of their spellings. */
public final class AdapterTypeConverter implements ITypeConverter<AdapterType>, Iterable<String> {

  @Override
  public AdapterType convert(String value) {
    return AdapterType.named(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is no adapter type; there are " + String.join(", ", this)));
  }

  /** The names to choose from. */
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(AdapterType.values()).map(AdapterType::id).iterator();
  }
}
