package org.stowage.runtime.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.disk.DiskFacts;
import org.stowage.api.disk.ImageProperties;

class DeclarationCheckTest {

  @ParameterizedTest(name = "{0}/{1} declared {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-,   raw,             disk_format=raw",
        "-,   raw,             disk_format=RAW container_format=bare",
        "-,   raw,             vmware_disktype=preallocated",
        "-,   raw,             disk_format=vmdk vmware_disktype=preallocated",
        "-,   raw,             disk_format=vmdk vmware_disktype=thin",
        "-,   flat,            disk_format=vmdk vmware_disktype=eagerZeroedThick",
        "-,   sparse,          disk_format=vmdk vmware_disktype=sparse",
        "-,   streamOptimized, disk_format=vmdk vmware_disktype=streamOptimized",
        "ova, streamOptimized, disk_format=vmdk container_format=ova",
        "ova, streamOptimized, disk_format=ova",
        "-,   streamOptimized, vmware_adaptertype=lsiLogic colour=blue",
      })
  void agreesWithWhatTheBytesSay(@Nullable String container, String format, String declared) {
    assertEquals(List.of(), contradicted(container, format, declared));
  }

  @ParameterizedTest(name = "{0}/{1} declared {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-,   raw,             disk_format=vmdk",
        "-,   raw,             disk_format=qcow2",
        "-,   raw,             vmware_disktype=sparse",
        "-,   sparse,          disk_format=raw",
        "-,   sparse,          vmware_disktype=preallocated",
        "-,   streamOptimized, vmware_disktype=sparse",
        "-,   streamOptimized, container_format=ova",
        "ova, streamOptimized, container_format=bare",
      })
  void contradictsWhatTheBytesSay(@Nullable String container, String format, String declared) {
    assertEquals(
        List.of("disk.img is declared as " + declared), contradicted(container, format, declared));
  }

  private static List<String> contradicted(
      @Nullable String container, String format, String declared) {
    Map<String, String> properties =
        Stream.of(declared.split(" "))
            .map(pair -> pair.split("="))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    DiskFacts facts =
        new DiskFacts(container, format, "disk.img", null, 512, null, -1, null, List.of());
    return DeclarationCheck.problems(facts, new ImageProperties(properties)).stream()
        .map(problem -> problem.message().split(",")[0])
        .toList();
  }
}
