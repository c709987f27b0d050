package org.stowage.runtime.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stowage.api.ExitStatus;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.runtime.doctor.Finding.Status;

class DatastoreSurveyTest {

  private static final long ROOM = 100L << 30;

  private static final DatastoreInfo NFS = info("nfs-1", "NFS", ROOM, true, false);
  private static final DatastoreInfo VSAN = info("vsan-1", "vsan", 2 * ROOM, true, false);
  private static final DatastoreInfo GONE = info("gone-1", "NFS", 0, false, false);
  private static final DatastoreInfo RESTING = info("resting-1", "NFS", ROOM, true, true);
  private static final DatastoreInfo FULL = info("full-1", "NFS", 1 << 20, true, false);

  @Test
  void tellsWhichPluginServesEachType() {
    List<Finding> findings = survey(null).of(List.of(NFS, GONE, VSAN));

    assertEquals(
        List.of(
            Finding.ok("datastore-types", "NFS", "served by nfs; 2: nfs-1, gone-1"),
            Finding.warning(
                "datastore-types",
                "vsan",
                "no plugin serves this type; 1: vsan-1",
                "Put a plugin that serves the type vsan into the plugins folder, if these are to"
                    + " be used.")),
        findings.subList(0, 2));
  }

  @Test
  void warnsOfWhatIsGoneInMaintenanceOrNearlyFull() {
    List<Finding> findings = survey(null).of(List.of(NFS, GONE, RESTING, FULL));

    assertEquals(
        List.of("OK NFS", "WARNING gone-1", "WARNING resting-1", "WARNING full-1", "OK 2 of 4"),
        findings.stream().map(one -> one.status() + " " + one.subject()).toList());
    assertEquals("less than 1 GiB free: full-1 1 MiB", findings.get(3).observed());
    assertEquals("can take images, the one with the most room 100 GiB", findings.get(4).observed());
  }

  @Test
  void failsWhenTheConfigurationLeavesNoneOver() {
    Finding last = last(survey(Pattern.compile("sfn")).of(List.of(NFS)));

    assertEquals(Status.FAILED, last.status());
    assertEquals(ExitStatus.NO_PLACEMENT, last.code().exit());
    assertEquals("none can take an image; datastore_regex sfn leaves 0 of 1", last.observed());
    assertTrue(last.remedy().contains("datastore_regex"), last.remedy());
  }

  @Test
  void matchesNamesFromTheirStart() {
    assertTrue(survey(Pattern.compile("nfs")).isUsable(NFS));
    assertFalse(survey(Pattern.compile("1")).isUsable(NFS));
  }

  @Test
  void failsWhenNoneIsOfUse() {
    for (DatastoreInfo useless : List.of(GONE, RESTING, VSAN)) {
      assertEquals(Status.FAILED, last(survey(null).of(List.of(useless))).status());
    }
    assertEquals(Status.FAILED, last(survey(null).of(List.of())).status());
  }

  @Test
  void namesAFewOfManyDatastores() {
    List<DatastoreInfo> many =
        IntStream.range(0, 5000).mapToObj(i -> info("nfs-" + i, "NFS", ROOM, true, false)).toList();

    assertEquals(
        "served by nfs; 5000: nfs-0, nfs-1, nfs-2, nfs-3, nfs-4, nfs-5, nfs-6 and 4993 more",
        survey(null).of(many).get(0).observed());
  }

  private static Finding last(List<Finding> findings) {
    return findings.get(findings.size() - 1);
  }

  private static DatastoreSurvey survey(@Nullable Pattern regex) {
    return new DatastoreSurvey(
        type -> type.equals("NFS") ? Optional.of("nfs") : Optional.empty(), regex);
  }

  private static DatastoreInfo info(
      String name, String type, long freeBytes, boolean accessible, boolean maintenance) {
    return new DatastoreInfo(name, type, 1L << 40, freeBytes, accessible, maintenance);
  }
}
