package org.stowage.runtime.vsphere.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.stowage.api.ExitStatus;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.Finding.Status;
import org.stowage.runtime.vsphere.doctor.PrivilegeCheck.Grant;

class PrivilegeCheckTest {

  private static final List<Privilege> ON_FOLDER = Privilege.on(Privilege.On.VM_FOLDER);
  private static final List<Privilege> ON_DATASTORE = Privilege.on(Privilege.On.DATASTORE);

  @Test
  void isContentWithWhatIsNeeded() {
    assertEquals(
        List.of(Finding.ok("privileges", "ann", "all that are needed, on the VM folder, ds-1")),
        PrivilegeCheck.of(
            "ann", List.of(granted("the VM folder", ON_FOLDER), granted("ds-1", ON_DATASTORE))));
  }

  @Test
  void namesWhatIsMissingWhereAndWhatFailsWithoutIt() {
    List<Finding> findings =
        PrivilegeCheck.of(
            "ann",
            List.of(
                granted("the VM folder", ON_FOLDER, "VirtualMachine.Inventory.Delete"),
                granted("ds-1", ON_DATASTORE)));

    assertEquals(1, findings.size());
    Finding finding = findings.get(0);
    assertEquals("the VM folder", finding.subject());
    assertEquals(ExitStatus.AUTHENTICATION, finding.code().exit());
    assertEquals("ann lacks VirtualMachine.Inventory.Delete (deploy, destroy)", finding.observed());
    assertTrue(finding.remedy().contains("on the VM folder"), finding.remedy());
  }

  @Test
  void onlyWarnsOfWhatDeploymentsDoWithout() {
    Finding finding =
        PrivilegeCheck.of("ann", List.of(granted("the VM folder", ON_FOLDER, "VApp.Export")))
            .get(0);

    assertEquals(Status.WARNING, finding.status());
    assertEquals("ann lacks VApp.Export (snapshot)", finding.observed());
  }

  @Test
  void tellsOnceOfDatastoresThatLackTheSame() {
    List<Grant> grants = new ArrayList<>(List.of(granted("the VM folder", ON_FOLDER)));
    for (int i = 0; i < 5000; i++) {
      grants.add(granted("ds-" + i, ON_DATASTORE, "Datastore.AllocateSpace"));
    }

    List<Finding> findings = PrivilegeCheck.of("ann", grants);

    assertEquals(1, findings.size());
    assertEquals("5000 datastores", findings.get(0).subject());
    assertTrue(findings.get(0).remedy().contains("ds-0, ds-1"), findings.get(0).remedy());
  }

  @Test
  void recognisesAReadOnlyAccount() {
    Set<String> looking = Set.of("System.Anonymous", "System.Read", "System.View");

    List<Finding> findings =
        PrivilegeCheck.of(
            "reader",
            List.of(
                new Grant("the VM folder", ON_FOLDER, looking),
                new Grant("ds-1", ON_DATASTORE, looking)));

    assertTrue(findings.get(0).observed().startsWith("a read-only account"));
    assertEquals(
        List.of("reader", "the VM folder", "ds-1"),
        findings.stream().map(Finding::subject).toList());
  }

  private static Grant granted(String object, List<Privilege> needed, String... not) {
    Set<String> granted =
        new HashSet<>(needed.stream().map(Privilege::id).collect(Collectors.toSet()));
    granted.removeAll(Set.of(not));
    return new Grant(object, needed, granted);
  }
}
