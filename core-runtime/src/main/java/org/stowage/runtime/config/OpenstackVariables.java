package org.stowage.runtime.config;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The variables by which OpenStack's own clients are told of a cloud: those whose names begin with
 * {@code OS_}. Some of them are secrets, so their values are nowhere but in the answers of {@link
 * #value}.
 */
public final class OpenstackVariables {

  /** No variables. */
  public static final OpenstackVariables NONE = new OpenstackVariables(Map.of());

  private final Map<String, String> values;

  private OpenstackVariables(Map<String, String> values) {
    this.values = values;
  }

  /** Those among the variables of an environment. */
  public static OpenstackVariables of(Map<String, String> environment) {
    return new OpenstackVariables(
        environment.entrySet().stream()
            .filter(variable -> variable.getKey().startsWith("OS_"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** What a variable is set to; empty as well when that is an empty text. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return "OpenstackVariables" + values.keySet().stream().sorted().toList();
  }
}
