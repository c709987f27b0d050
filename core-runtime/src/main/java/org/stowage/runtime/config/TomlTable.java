package org.stowage.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/**
 * One table of a file, read key by key. What was not asked for by the time of {@link #end()} is
 * unknown, and an error.
 */
public final class TomlTable {

  private final String file;
  private final String path;
  private final JsonNode node;
  private final Set<String> known = new LinkedHashSet<>();

  private TomlTable(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /**
   * Reads a file.
   *
   * @param what it is, for messages
   * @param remedy when there is none
   * @throws StorageException {@code configuration} when it is no TOML, {@code not-found} when there
   *     is none
   */
  public static TomlTable read(Path file, String what, String remedy) throws IOException {
    try {
      return new TomlTable(file.toString(), "", new TomlMapper().readTree(Files.readString(file)));
    } catch (NoSuchFileException e) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          "reading %s %s: there is no such file".formatted(what, file),
          remedy,
          e);
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw new StorageException(
          CommonError.CONFIGURATION,
          "reading " + file + place + ": " + e.getOriginalMessage(),
          "Correct the line; the file is TOML.",
          e);
    }
  }

  public boolean has(String key) {
    return node.has(key);
  }

  /** A text; null when the key is absent. */
  public @Nullable String text(String key) throws StorageException {
    JsonNode value = value(key);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(key, "a text in quotes, not " + value);
    }
    return value.textValue();
  }

  /** True or false. */
  public boolean flag(String key, boolean otherwise) throws StorageException {
    JsonNode value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false, not " + value);
    }
    return value.booleanValue();
  }

  /** A size, as text with a unit or as a number of bytes. */
  public @Nullable Long size(String key) throws StorageException {
    JsonNode value = value(key);
    if (value == null) {
      return null;
    }
    try {
      return ByteSize.parse(value.asText());
    } catch (IllegalArgumentException e) {
      throw wrong(key, "a size: " + e.getMessage());
    }
  }

  /** A regular expression. */
  @Nullable Pattern regex(String key) throws StorageException {
    String text = text(key);
    try {
      return text == null ? null : Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw wrong(key, "a regular expression: " + e.getDescription());
    }
  }

  /** A whole number within limits. */
  public int number(String key, int otherwise, int least, int most) throws StorageException {
    JsonNode value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw wrong(key, "a whole number from %d to %d, not %s".formatted(least, most, value));
    }
    return value.intValue();
  }

  double decimal(String key, double otherwise) throws StorageException {
    JsonNode value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw wrong(key, "a number, not " + value);
    }
    return value.doubleValue();
  }

  /** The table below a key; empty when the key is absent. */
  public TomlTable table(String key) throws StorageException {
    JsonNode value = value(key);
    if (value != null && !value.isObject()) {
      throw wrong(key, "a table");
    }
    return new TomlTable(
        file, at(key), value == null ? JsonNodeFactory.instance.objectNode() : value);
  }

  /** The tables below a key, in the order of the file; none when the key is absent. */
  public List<Named> tables(String key) throws StorageException {
    JsonNode value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isObject()) {
      throw wrong(key, "a table of named tables");
    }
    List<Named> tables = new java.util.ArrayList<>();
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode table = value.get(name);
      String below = at(key) + "." + name;
      if (!table.isObject()) {
        throw wrong(key + "." + name, "a table");
      }
      tables.add(new Named(name, new TomlTable(file, below, table)));
    }
    return tables;
  }

  /** The texts below a key, by their own; none when the key is absent. */
  public Map<String, String> texts(String key) throws StorageException {
    TomlTable table = table(key);
    Map<String, String> texts = new LinkedHashMap<>();
    for (Iterator<String> names = table.node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      String text = table.text(name);
      if (text != null) {
        texts.put(name, text);
      }
    }
    return texts;
  }

  /** The tables that were not asked for, as texts, whole numbers and flags by their keys. */
  Map<String, Map<String, Object>> otherTables() throws StorageException {
    Map<String, Map<String, Object>> others = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getValue().isObject() && known.add(entry.getKey())) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : entry.getValue().properties()) {
          values.put(each.getKey(), scalar(entry.getKey() + "." + each.getKey(), each.getValue()));
        }
        others.put(entry.getKey(), values);
      }
    }
    return others;
  }

  private Object scalar(String key, JsonNode value) throws StorageException {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    throw wrong(key, "a text in quotes, a whole number, true or false");
  }

  /** Ends the reading of this table. */
  public void end() throws StorageException {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        String near =
            Suggestion.nearest(name, known)
                .map(found -> "Did you mean '" + found + "'? ")
                .orElse("");
        throw new StorageException(
            CommonError.CONFIGURATION,
            "reading " + file + ": the key '" + at(name) + "' is unknown",
            near + "Known here: " + String.join(", ", known) + ".");
      }
    }
  }

  /** Where it is, for messages. */
  @Override
  public String toString() {
    return path.isEmpty() ? file : file + ", " + path;
  }

  /** The error for a value that is not what it must be. */
  public StorageException wrong(String key, String expected) {
    return new StorageException(
        CommonError.CONFIGURATION,
        "reading " + file + ": '" + at(key) + "' must be " + expected,
        "Correct the value and run the command again.");
  }

  private @Nullable JsonNode value(String key) {
    known.add(key);
    return node.get(key);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** A table and the last part of its name. */
  public record Named(String name, TomlTable table) {}
}
