package org.stowage.runtime.target;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.testkit.TestTransfer;

/** What the instances of every {@link Target} keep. */
abstract class InstancesContract {

  private static final int MIB = 1 << 20;

  abstract TargetUnderTest subject();

  private DatastorePath base;

  @BeforeEach
  void makeBaseDisk() throws IOException {
    DatastorePorts ports = subject().target().ports(subject().first());
    DatastorePath top = DatastorePath.root(subject().first()).resolve("_vmware_base");
    TopLevelFolder.make(ports, top);
    ports.files().makeDirectory(top.resolve("img"));
    base = top.resolve("img/img.vmdk");
    ports.disks().create(base, 2 * MIB, AdapterType.LSILOGIC);
  }

  private Instances instances() {
    return subject().target().instances();
  }

  private Instance create(InstanceSpec spec) throws IOException {
    return instances().create(spec, new TestTransfer(2));
  }

  private InstanceSpec spec(String name, String datastore, boolean linked, long capacityBytes) {
    return new InstanceSpec(
        name, datastore, "img", base, linked, capacityBytes, AdapterType.LSILOGIC, 2, 512, null);
  }

  private InstanceSpec linked(String name) {
    return spec(name, subject().first(), true, 2 * MIB);
  }

  /** Those of the folders that instances here would have which exist. */
  private List<String> entries(String datastore) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : List.of("web-1", "web-2")) {
      DatastorePath folder = DatastorePath.root(datastore).resolve(name);
      if (subject().target().ports(datastore).files().find(folder).isPresent()) {
        found.add(name);
      }
    }
    return found;
  }

  @Test
  void areNoneAtFirst() throws IOException {
    assertEquals(List.of(), instances().list());
  }

  @Test
  void areFoundAsTheyWereMade() throws IOException {
    Instance made = create(linked("web-1"));

    assertEquals("web-1", made.name());
    assertEquals(UUID.fromString(made.id()).toString(), made.id());
    assertEquals("img", made.imageId());
    assertEquals(subject().first(), made.datastore());
    assertEquals(2 * MIB, made.capacityBytes());
    assertEquals(AdapterType.LSILOGIC, made.adapterType());
    assertEquals(Optional.of(base), made.knownParent());
    assertEquals(2, made.cpus());
    assertEquals(512, made.memoryMib());
    assertEquals(List.of(made), instances().list());
    assertEquals(List.of(made), subject().again().instances().list());
    assertArrayEquals(new byte[2 * MIB], subject().read(made.disk()));
  }

  @ParameterizedTest
  @EnumSource(AdapterType.class)
  void keepTheirAdapterType(AdapterType adapter) throws IOException {
    InstanceSpec spec =
        new InstanceSpec(
            "web-1", subject().first(), "img", base, true, 2 * MIB, adapter, 1, 4, null);

    assertEquals(adapter, create(spec).adapterType());
    assertEquals(adapter, instances().list().get(0).adapterType());
  }

  @Test
  void areLargerThanTheirBaseWhereTheTargetCanDoThat() throws IOException {
    InstanceSpec larger = spec("web-1", subject().first(), true, 5 * MIB);
    if (!subject().growsLinkedClones()) {
      assertFails(CommonError.NOT_ALLOWED, () -> create(larger));
      assertEquals(List.of(), entries(subject().first()));
      return;
    }
    Instance made = create(larger);

    assertEquals(5 * MIB, made.capacityBytes());
    assertArrayEquals(new byte[5 * MIB], subject().read(made.disk()));
  }

  @Test
  void areNotSmallerThanTheirBase() throws IOException {
    assertFails(CommonError.NOT_ALLOWED, () -> create(spec("web-1", subject().first(), true, MIB)));
    assertEquals(List.of(), entries(subject().first()));
  }

  @Test
  void standAloneAsFullClones() throws IOException {
    Instance made = create(spec("web-1", subject().first(), false, 3 * MIB));

    subject().target().ports(subject().first()).disks().delete(base);

    assertEquals(Optional.empty(), made.knownParent());
    assertEquals(List.of(made), instances().list());
    assertArrayEquals(new byte[3 * MIB], subject().read(made.disk()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void mayStandOnAnotherDatastoreThanTheirBase(boolean linked) throws IOException {
    Instance made = create(spec("web-1", subject().second(), linked, 2 * MIB));

    assertEquals(subject().second(), made.datastore());
    assertEquals(linked ? Optional.of(base) : Optional.empty(), made.knownParent());
    assertEquals(List.of(made), instances().list());
    assertArrayEquals(new byte[2 * MIB], subject().read(made.disk()));
  }

  @Test
  void areListedInOrderOfTheirNames() throws IOException {
    create(linked("b"));
    create(spec("a", subject().second(), true, 2 * MIB));
    create(linked("c"));

    assertEquals(List.of("a", "b", "c"), instances().list().stream().map(Instance::name).toList());
  }

  @Test
  void haveNamesOfTheirOwnOnTheWholeTarget() throws IOException {
    Instance made = create(linked("web-1"));

    assertFails(CommonError.ALREADY_EXISTS, () -> create(linked("web-1")));
    assertFails(
        CommonError.ALREADY_EXISTS, () -> create(spec("web-1", subject().second(), true, 2 * MIB)));
    assertEquals(List.of(made), instances().list());
    assertEquals(List.of(), entries(subject().second()));
  }

  @Test
  void takeNoNameThatSomethingElseHas() throws IOException {
    subject().occupy("web-1");

    assertFails(CommonError.ALREADY_EXISTS, () -> create(linked("web-1")));
    assertFails(CommonError.ALREADY_EXISTS, () -> create(linked("_vmware_base")));
    assertFails(CommonError.ALREADY_EXISTS, () -> create(linked(Staging.TOP)));
    assertEquals(List.of("web-1"), entries(subject().first()));
    assertEquals(List.of(), instances().list());
  }

  @Test
  void areNotMadeOnABaseThatIsMissing() throws IOException {
    subject().target().ports(subject().first()).disks().delete(base);

    assertFails(CommonError.NOT_FOUND, () -> create(linked("web-1")));
    assertEquals(List.of(), entries(subject().first()));
  }

  @Test
  void leaveNothingWhenCancelled() throws IOException {
    assertThrows(
        CancelledException.class,
        () -> instances().create(linked("web-1"), new TestTransfer(1).cancelAfter(0)));
    assertEquals(List.of(), entries(subject().first()));
  }

  @Test
  void areDestroyedWithoutTheirBase() throws IOException {
    Instance made = create(linked("web-1"));
    Instance other = create(linked("web-2"));

    instances().destroy(made);

    assertEquals(List.of(other), instances().list());
    assertEquals(List.of("web-2"), entries(subject().first()));
    assertTrue(subject().target().ports(subject().first()).disks().find(base).isPresent());
  }

  @Test
  void areDestroyedOnce() throws IOException {
    Instance made = create(linked("web-1"));
    instances().destroy(made);

    assertFails(CommonError.NOT_FOUND, () -> instances().destroy(made));
  }

  @Test
  void areNotDestroyedInPlaceOfTheirPredecessors() throws IOException {
    Instance old = create(linked("web-1"));
    instances().destroy(old);
    Instance present = create(linked("web-1"));

    assertFails(CommonError.NOT_FOUND, () -> instances().destroy(old));
    assertEquals(List.of(present), instances().list());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void standAloneWhenFlattened(boolean near) throws IOException {
    Instance made =
        create(spec("web-1", near ? subject().first() : subject().second(), true, 2 * MIB));

    Instance flat = instances().flatten(made, new TestTransfer(2));

    assertEquals(Optional.empty(), flat.knownParent());
    assertEquals(made.id(), flat.id());
    assertEquals(made.datastore(), flat.datastore());
    assertEquals(List.of(flat), instances().list());
    subject().target().ports(subject().first()).disks().delete(base);
    assertArrayEquals(new byte[2 * MIB], subject().read(flat.disk()));
    assertEquals(flat, instances().flatten(flat, new TestTransfer(2)));
  }

  @Test
  void areFlattenedOnlyWhileTheyAreThere() throws IOException {
    Instance made = create(linked("web-1"));
    instances().destroy(made);

    assertFails(CommonError.NOT_FOUND, () -> instances().flatten(made, new TestTransfer(2)));
    assertFails(
        CommonError.NOT_FOUND, () -> instances().resize(made, 3 * MIB, new TestTransfer(2)));
  }

  @Test
  void growWhereTheyStandAlone() throws IOException {
    Instance made = create(spec("web-1", subject().first(), false, 2 * MIB));

    Instance larger = instances().resize(made, 5 * MIB, new TestTransfer(2));

    assertEquals(5 * MIB, larger.capacityBytes());
    assertEquals(List.of(larger), instances().list());
    assertArrayEquals(new byte[5 * MIB], subject().read(larger.disk()));
    assertEquals(larger, instances().resize(larger, 5 * MIB, new TestTransfer(2)));
  }

  @Test
  void doNotShrink() throws IOException {
    Instance made = create(spec("web-1", subject().first(), false, 2 * MIB));

    StorageException refusal =
        assertThrows(
            StorageException.class, () -> instances().resize(made, MIB, new TestTransfer(2)));

    assertEquals(CommonError.NOT_ALLOWED, refusal.code());
    assertTrue(refusal.getMessage().contains("2097152"), refusal.getMessage());
    assertEquals(List.of(made), instances().list());
  }

  @Test
  void growAsLinkedClonesOnceTheyStandAlone() throws IOException {
    Instance made = create(linked("web-1"));

    assertFails(
        CommonError.NOT_ALLOWED, () -> instances().resize(made, 5 * MIB, new TestTransfer(2)));
    assertEquals(List.of(made), instances().list());
    Instance flat = instances().flatten(made, new TestTransfer(2));
    Instance larger = instances().resize(flat, 5 * MIB, new TestTransfer(2));

    assertEquals(5 * MIB, larger.capacityBytes());
    assertArrayEquals(new byte[5 * MIB], subject().read(larger.disk()));
  }

  private static void assertFails(ErrorCode expected, Executable operation) {
    StorageException failure = assertThrows(StorageException.class, operation);
    assertEquals(expected, failure.code(), failure::getMessage);
  }
}
