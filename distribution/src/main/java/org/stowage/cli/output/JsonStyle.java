package org.stowage.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * For programs, as docs/json.md describes: one object on the standard output, and one object per
 * line on the standard error.
 */
final class JsonStyle implements Style {

  private static final int SCHEMA_VERSION = 1;

  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public String result(Result result) {
    ObjectNode object = versioned();
    object.setAll((ObjectNode) mapper.valueToTree(result));
    return object.toPrettyString();
  }

  @Override
  public String failure(Failure failure) {
    return line("error", described(failure).put("exitStatus", failure.code().exit().status()));
  }

  @Override
  public String warning(Failure warning) {
    return line("warning", described(warning));
  }

  @Override
  public String note(String text) {
    return line("note", mapper.createObjectNode().put("message", text));
  }

  @Override
  public String progress(Progress progress) {
    ObjectNode object =
        mapper
            .createObjectNode()
            .put("what", progress.what())
            .put("doneBytes", progress.doneBytes())
            .put("totalBytes", progress.totalBytes() < 0 ? null : progress.totalBytes())
            .put("elapsedMs", progress.elapsed().toMillis());
    return line("progress", object);
  }

  private ObjectNode described(Failure failure) {
    return mapper
        .createObjectNode()
        .put("code", failure.code().label())
        .put("name", failure.code().name())
        .put("kind", failure.code().kind().name().toLowerCase(Locale.ROOT))
        .put("message", failure.message())
        .put("fix", failure.remedy());
  }

  private String line(String name, ObjectNode object) {
    ObjectNode line = versioned();
    line.set(name, object);
    return line.toString();
  }

  private ObjectNode versioned() {
    return mapper.createObjectNode().put("schemaVersion", SCHEMA_VERSION);
  }
}
