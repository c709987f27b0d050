package org.stowage.plugin.ova.ovf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stowage.plugin.ova.ovf.Ovf.controller;
import static org.stowage.plugin.ova.ovf.Ovf.disk;
import static org.stowage.plugin.ova.ovf.Ovf.disks;
import static org.stowage.plugin.ova.ovf.Ovf.files;
import static org.stowage.plugin.ova.ovf.Ovf.hardDisk;
import static org.stowage.plugin.ova.ovf.Ovf.item;
import static org.stowage.plugin.ova.ovf.Ovf.machine;
import static org.stowage.plugin.ova.ovf.Ovf.rootDisk;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.error.OvaError;

class RootDiskTest {

  private static final int IDE = 5;
  private static final int SCSI = 6;
  private static final String TWO_FILES = files("a", "b");
  private static final String TWO_DISKS = disks(disk("A", "a", ""), disk("B", "b", ""));

  private static List<ErrorCode> codes(RootDisk disk) {
    return disk.problems().stream().map(Problem::code).toList();
  }

  private static void assertRefused(ErrorCode code, String... sections) {
    DiskFormatException refusal = assertThrows(DiskFormatException.class, () -> rootDisk(sections));
    assertEquals(code, refusal.code(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("test.ovf"), refusal.getMessage());
  }

  @Test
  void isTheFirstByAddressOnItsController() throws IOException {
    RootDisk disk =
        rootDisk(
            TWO_FILES,
            TWO_DISKS,
            machine("vm", controller(3, SCSI, 0), hardDisk(7, 3, 1, "A"), hardDisk(8, 3, 0, "B")));

    assertEquals("b.vmdk", disk.memberName());
    assertEquals(List.of(), disk.problems());
  }

  @Test
  void isTheFirstByAddressOfItsControllerAmongThoseOfItsKind() throws IOException {
    RootDisk disk =
        rootDisk(
            TWO_FILES,
            TWO_DISKS,
            machine(
                "vm",
                controller(4, SCSI, 1),
                controller(3, SCSI, 0),
                hardDisk(7, 4, 0, "A"),
                hardDisk(8, 3, 0, "B")));

    assertEquals("b.vmdk", disk.memberName());
    assertEquals(List.of(), disk.problems());
  }

  @Test
  void isUncertainWhenControllersAreOfDifferentKinds() throws IOException {
    RootDisk disk =
        rootDisk(
            TWO_FILES,
            TWO_DISKS,
            machine(
                "vm",
                controller(3, IDE, 0),
                controller(4, SCSI, 0),
                hardDisk(7, 4, 0, "A"),
                hardDisk(8, 3, 0, "B")));

    assertEquals("a.vmdk", disk.memberName());
    assertEquals(AdapterType.LSILOGIC, disk.adapterType());
    assertEquals(List.of(OvaError.ROOT_DISK_UNCERTAIN), codes(disk));
  }

  @Test
  void isUncertainWhenControllersAreUnknown() throws IOException {
    RootDisk disk =
        rootDisk(
            TWO_FILES, TWO_DISKS, machine("vm", hardDisk(7, 99, 0, "B"), hardDisk(8, 99, 1, "A")));

    assertEquals("b.vmdk", disk.memberName());
    assertEquals(List.of(OvaError.ROOT_DISK_UNCERTAIN), codes(disk));
  }

  @Test
  void comesBeforeDisksWithoutAnAddress() throws IOException {
    String noAddress =
        item(
            "",
            6,
            17,
            "<rasd:Parent>3</rasd:Parent><rasd:HostResource>/disk/A</rasd:HostResource>");
    RootDisk disk =
        rootDisk(
            TWO_FILES,
            TWO_DISKS,
            machine("vm", controller(3, SCSI, 0), noAddress, hardDisk(8, 3, 0, "B")));

    assertEquals("b.vmdk", disk.memberName());
  }

  @Test
  void isNeverBlank() throws IOException {
    RootDisk disk =
        rootDisk(
            files("b"),
            disks("<Disk ovf:diskId=\"A\" ovf:capacity=\"8\"/>", disk("B", "b", "")),
            machine("vm", controller(3, SCSI, 0), hardDisk(7, 3, 0, "A"), hardDisk(8, 3, 1, "B")));

    assertEquals("b.vmdk", disk.memberName());
    assertEquals(List.of(), disk.problems());
  }

  @Test
  void isTheFirstDiskDescribedWhenNoMachineHasOne() throws IOException {
    RootDisk disk = rootDisk(TWO_FILES, TWO_DISKS, machine("vm"));

    assertEquals("a.vmdk", disk.memberName());
    assertEquals(List.of(OvaError.ROOT_DISK_UNCERTAIN), codes(disk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ovf:/disk/A", "/disk/A", "ovf://disk/A", "disk/A", "A", "ovf:/file/a"})
  void isFoundByEverySpellingOfAHostResource(String hostResource) throws IOException {
    String item =
        item("", 7, 17, "<rasd:HostResource> %s </rasd:HostResource>".formatted(hostResource));

    assertEquals(
        "a.vmdk",
        rootDisk(files("a"), disks(disk("A", "a", "")), machine("vm", item)).memberName());
  }

  @Test
  void followsTheMarkedConfiguration() throws IOException {
    String options =
        "<DeploymentOptionSection><Configuration ovf:id=\"x\"/>"
            + "<Configuration ovf:id=\"y\" ovf:default=\"true\"/></DeploymentOptionSection>";
    RootDisk disk = rootDisk(TWO_FILES, TWO_DISKS, options, machineByConfiguration());

    assertEquals("b.vmdk", disk.memberName());
    assertEquals(List.of(OvaError.CONFIGURATION), codes(disk));
  }

  @Test
  void followsTheFirstConfigurationWhenNoneIsMarked() throws IOException {
    String options =
        "<DeploymentOptionSection><Configuration ovf:id=\"x\"/></DeploymentOptionSection>";

    assertEquals(
        "a.vmdk", rootDisk(TWO_FILES, TWO_DISKS, options, machineByConfiguration()).memberName());
  }

  private static String machineByConfiguration() {
    String resource = "<rasd:HostResource>ovf:/disk/%s</rasd:HostResource>";
    return machine(
        "vm",
        item("ovf:configuration=\"x w\"", 7, 17, resource.formatted("A")),
        item("ovf:configuration=\"y\"", 7, 17, resource.formatted("B")));
  }

  @Test
  void followsTheItemOfTheConfigurationInsteadOfTheGeneralOne() throws IOException {
    String options =
        "<DeploymentOptionSection><Configuration ovf:id=\"x\"/></DeploymentOptionSection>";
    String resource = "<rasd:HostResource>ovf:/disk/%s</rasd:HostResource>";

    assertEquals(
        "b.vmdk",
        rootDisk(
                TWO_FILES,
                TWO_DISKS,
                options,
                machine(
                    "vm",
                    item("", 7, 17, resource.formatted("A")),
                    item("ovf:configuration=\"x\"", 7, 17, resource.formatted("B"))))
            .memberName());
  }

  @Test
  void isNotFromAnItemThatIsOnlyALimit() throws IOException {
    String resource = "<rasd:HostResource>ovf:/disk/%s</rasd:HostResource>";

    assertEquals(
        "b.vmdk",
        rootDisk(
                TWO_FILES,
                TWO_DISKS,
                machine(
                    "vm",
                    item("ovf:bound=\"max\"", 7, 17, resource.formatted("A")),
                    item("ovf:bound=\"normal\"", 8, 17, resource.formatted("B"))))
            .memberName());
  }

  @Test
  void followsTheHardwareForVmware() throws IOException {
    String section =
        "<VirtualHardwareSection><System><rasd:VirtualSystemType>%s</rasd:VirtualSystemType></System>"
            + "%s</VirtualHardwareSection>";
    String machine =
        "<VirtualSystem ovf:id=\"vm\">"
            + section.formatted("xen-3", hardDisk(1, 0, 0, "A"))
            + section.formatted("other vmx-10", hardDisk(1, 0, 0, "B"))
            + "</VirtualSystem>";

    assertEquals("b.vmdk", rootDisk(TWO_FILES, TWO_DISKS, machine).memberName());
  }

  @Test
  void ignoresElementsOfOtherNamespaces() throws IOException {
    String foreign =
        "<x:References xmlns:x=\"urn:x\"><File ovf:id=\"a\" ovf:href=\"evil\"/></x:References>"
            + "<x:DiskSection xmlns:x=\"urn:x\">"
            + disk("A", "a", "")
            + "</x:DiskSection>";

    assertEquals("a.vmdk", rootDisk(foreign, files("a"), disks(disk("A", "a", ""))).memberName());
  }

  @Test
  void reportsSectionsThatMustBeUnderstood() throws IOException {
    RootDisk disk =
        rootDisk(
            files("a"),
            disks(disk("A", "a", "")),
            "<EncryptionSection/>",
            "<x:Odd xmlns:x=\"urn:x\"/><x:Fine xmlns:x=\"urn:x\" ovf:required=\"false\"/>",
            machine("vm", hardDisk(1, 0, 0, "A")));

    assertEquals(List.of(OvaError.UNKNOWN_SECTION), codes(disk));
    String message = disk.problems().get(0).message();
    assertTrue(message.endsWith("EncryptionSection, Odd"), message);
  }

  @Test
  void isRefusedWhenThereIsNone() {
    assertRefused(OvaError.NO_ROOT_DISK, machine("vm"));
    assertRefused(OvaError.NO_ROOT_DISK, disks("<Disk ovf:diskId=\"A\" ovf:capacity=\"8\"/>"));
  }

  @Test
  void isRefusedWhenSeveralMachinesHaveDisks() {
    assertRefused(
        OvaError.SEVERAL_MACHINES,
        TWO_FILES,
        TWO_DISKS,
        "<VirtualSystemCollection ovf:id=\"app\">",
        machine("one", hardDisk(1, 0, 0, "A")),
        "<VirtualSystemCollection ovf:id=\"inner\">",
        machine("two", hardDisk(1, 0, 0, "B")),
        "</VirtualSystemCollection></VirtualSystemCollection>");
  }

  @Test
  void isOfTheOnlyMachineWithADisk() throws IOException {
    assertEquals(
        "a.vmdk",
        rootDisk(
                files("a"),
                disks(disk("A", "a", "")),
                "<VirtualSystemCollection ovf:id=\"app\">",
                machine("one", hardDisk(1, 0, 0, "A")),
                machine("two"),
                "</VirtualSystemCollection>")
            .memberName());
  }

  @Test
  void isRefusedWhenItIsADelta() {
    String machine = machine("vm", hardDisk(1, 0, 0, "B"));
    String base = disk("A", "a", "");

    assertRefused(
        OvaError.DELTA_DISK,
        TWO_FILES,
        disks(base, disk("B", "b", "ovf:parentRef=\"A\"")),
        machine);
    assertRefused(
        OvaError.DELTA_DISK,
        TWO_FILES,
        disks(base, disk("B", "b", "ovf:parentRef=\"B\"")),
        machine);
    assertRefused(
        OvaError.DELTA_DISK,
        TWO_FILES,
        disks(base, disk("B", "b", "ovf:parentRef=\"?\"")),
        machine);
    assertRefused(
        OvaError.DELTA_DISK, TWO_FILES, disks(base, disk("B", "b", "ovf:parentRef=\"A\"")));
  }

  @Test
  void isRefusedWhenReferencesLeadNowhere() {
    String machine = machine("vm", hardDisk(1, 0, 0, "A"));

    assertRefused(OvaError.REFERENCE, files("a"), disks(disk("B", "a", "")), machine);
    assertRefused(OvaError.REFERENCE, files("b"), disks(disk("A", "a", "")), machine);
    assertRefused(OvaError.REFERENCE, files("b"), disks(disk("A", "a", "")));
    assertRefused(
        OvaError.REFERENCE,
        machine("vm", item("", 1, 17, "<rasd:HostResource>ovf:/file/a</rasd:HostResource>")));
  }

  @Test
  void isRefusedWhenIdsAreDouble() {
    assertRefused(OvaError.DUPLICATE_ID, files("a", "a"), disks(disk("A", "a", "")));
    assertRefused(OvaError.DUPLICATE_ID, TWO_FILES, disks(disk("A", "a", ""), disk("A", "b", "")));
  }

  @Test
  void isRefusedWhenAnItemHasTwoContents() {
    String resource = "<rasd:HostResource>ovf:/disk/A</rasd:HostResource>";

    assertRefused(
        OvaError.REFERENCE,
        files("a"),
        disks(disk("A", "a", "")),
        machine("vm", item("", 1, 17, resource + resource)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2", "xz", "GZIP"})
  void isRefusedWhenCompressedByAnythingButGzip(String compression) {
    String file =
        "<References><File ovf:id=\"a\" ovf:href=\"a\" ovf:compression=\"%s\"/></References>"
            .formatted(compression);

    assertRefused(OvaError.COMPRESSION, file, disks(disk("A", "a", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-5", "511", "many", "99999999999999999999"})
  void isRefusedWhenItsChunksHaveNoSensibleSize(String chunkSize) {
    String file =
        "<References><File ovf:id=\"a\" ovf:href=\"a\" ovf:chunkSize=\"%s\"/></References>"
            .formatted(chunkSize);

    assertRefused(OvaError.CHUNKS, file, disks(disk("A", "a", "")));
  }

  @Test
  void isRefusedWhenItsReferenceLeadsOutOfTheArchive() {
    String file = "<References><File ovf:id=\"a\" ovf:href=\"../../etc/passwd\"/></References>";

    assertRefused(OvaError.HREF, file, disks(disk("A", "a", "")));
  }
}
