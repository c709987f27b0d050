package org.stowage.testkit.lab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a lab has seen since it started, and what is open in it now.
 *
 * @param calls SOAP calls by method; those of all methods under {@code *}
 * @param sessions that nobody has logged out of
 * @param leases on machines, neither completed nor lost
 * @param machines by name, sorted
 * @param importedBytes received by leases, also by those that failed
 * @param exportedBytes sent by leases
 * @param uploadedBytes received as files
 * @param downloadedBytes sent as files
 * @param faults that are set and have not come true yet
 */
public record LabState(
    Map<String, Integer> calls,
    int sessions,
    int leases,
    List<String> machines,
    long importedBytes,
    long exportedBytes,
    long uploadedBytes,
    long downloadedBytes,
    List<String> faults) {

  public LabState {
    calls = Map.copyOf(calls);
    machines = List.copyOf(machines);
    faults = List.copyOf(faults);
  }

  /** How often a method was called. */
  public int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  /** Reads what the lab writes: no spaces, no nesting but this, nothing escaped. */
  static LabState read(String json) {
    Map<String, Integer> calls = new TreeMap<>();
    Matcher counted = Pattern.compile("\"([\\w*]+)\":(\\d+)").matcher(part(json, "calls", "{}"));
    while (counted.find()) {
      calls.put(counted.group(1), Integer.parseInt(counted.group(2)));
    }
    return new LabState(
        calls,
        (int) number(json, "sessions"),
        (int) number(json, "leases"),
        strings(json, "machines"),
        number(json, "importedBytes"),
        number(json, "exportedBytes"),
        number(json, "uploadedBytes"),
        number(json, "downloadedBytes"),
        strings(json, "faults"));
  }

  private static long number(String json, String key) {
    return Long.parseLong(found("\"" + key + "\":(\\d+)", json));
  }

  private static List<String> strings(String json, String key) {
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(part(json, key, "[]"))
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toList());
  }

  private static String part(String json, String key, String brackets) {
    String open = Pattern.quote(brackets.substring(0, 1));
    String close = Pattern.quote(brackets.substring(1));
    return found("\"" + key + "\":" + open + "(.*?)" + close, json);
  }

  private static String found(String pattern, String json) {
    Matcher found = Pattern.compile(pattern).matcher(json);
    if (!found.find()) {
      throw new AssertionError("the lab's state lacks " + pattern + ": " + json);
    }
    return found.group(1);
  }
}
