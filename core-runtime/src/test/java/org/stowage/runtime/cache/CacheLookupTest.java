package org.stowage.runtime.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.placement.Cached;
import org.stowage.runtime.target.DiskUse;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Instances;
import org.stowage.runtime.target.Target;

class CacheLookupTest {

  private static final String IMAGE = "img";
  private static final long TWO_GIB = 2L << 30;

  private final Asked target = new Asked();

  @Test
  void findsBasesOfBothSizes() throws IOException {
    target.exist.add(path("[a] _vmware_base/img/img.vmdk"));
    target.exist.add(path("[b] _vmware_base/img/img.vmdk"));
    target.exist.add(path("[b] _vmware_base/img/img.2.vmdk"));

    CacheLookup found =
        CacheLookup.look(target, IMAGE, TWO_GIB, List.of(ds("a", 1), ds("b", 2)), List.of(), 64);

    assertEquals(new Cached(true, false), found.on("a"));
    assertEquals(new Cached(true, true), found.on("b"));
    assertEquals(Cached.NOTHING, found.on("c"));
  }

  @Test
  void asksOnceAndOfTheRoomiest() throws IOException {
    List<DatastoreInfo> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(ds("ds-" + i, i));
    }

    CacheLookup.look(target, IMAGE, -1, many, List.of(), CacheLookup.LIKELIEST);

    assertEquals(1, target.asked.size());
    assertEquals(64, target.asked.get(0).size());
    assertEquals(path("[ds-999] _vmware_base/img/img.vmdk"), target.asked.get(0).get(0));
    assertFalse(target.asked.get(0).contains(path("[ds-7] _vmware_base/img/img.vmdk")));
  }

  @Test
  void asksOfAllBeforeAnImport() throws IOException {
    List<DatastoreInfo> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(ds("ds-" + i, i));
    }

    CacheLookup.look(target, IMAGE, -1, many, List.of(), CacheLookup.ALL);

    assertEquals(1000, target.asked.get(0).size());
  }

  @Test
  void asksFirstWhereInstancesStandOnTheImage() throws IOException {
    List<DatastoreInfo> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add(ds("ds-" + i, i));
    }
    List<Instance> instances =
        List.of(
            on("[ds-7] _vmware_base/img/img.vmdk"),
            on("[ds-8] _vmware_base/other/other.vmdk"),
            on("[ds-9] elsewhere/img/img.vmdk"));

    CacheLookup.look(target, IMAGE, -1, many, instances, CacheLookup.LIKELIEST);

    assertEquals(path("[ds-7] _vmware_base/img/img.vmdk"), target.asked.get(0).get(0));
    assertFalse(target.asked.get(0).contains(path("[ds-8] _vmware_base/img/img.vmdk")));
    assertFalse(target.asked.get(0).contains(path("[ds-9] _vmware_base/img/img.vmdk")));
  }

  private static DatastoreInfo ds(String name, long freeBytes) {
    return new DatastoreInfo(name, "NFS", 1 << 20, freeBytes, true, false);
  }

  private static DatastorePath path(String text) {
    String[] parts = text.substring(1).split("] ");
    return new DatastorePath(parts[0], parts[1]);
  }

  private static Instance on(String parent) {
    DatastorePath any = path("[x] i/i.vmx");
    return new Instance("i", "id", IMAGE, any, any, 1, AdapterType.IDE, path(parent), 1, 4);
  }

  /** Keeps what it was asked for. */
  private static final class Asked implements Target {

    final Set<DatastorePath> exist = new HashSet<>();
    final List<List<DatastorePath>> asked = new ArrayList<>();

    @Override
    public Set<DatastorePath> existing(Collection<DatastorePath> disks) {
      asked.add(List.copyOf(disks));
      return exist;
    }

    @Override
    public String name() {
      throw new AssertionError("not asked for");
    }

    @Override
    public List<DatastoreInfo> datastores() {
      throw new AssertionError("not asked for");
    }

    @Override
    public DatastorePorts ports(String datastore) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void write(DatastorePath file, String text) {
      throw new AssertionError("not asked for");
    }

    @Override
    public DiskImage open(DatastorePath disk, Transfer transfer) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Optional<Instant> modified(DatastorePath path) {
      throw new AssertionError("not asked for");
    }

    @Override
    public List<DiskUse> diskUses() {
      throw new AssertionError("not asked for");
    }

    @Override
    public Instances instances() {
      throw new AssertionError("not asked for");
    }

    @Override
    public Claim claim(DatastorePath path, Transfer transfer) {
      throw new AssertionError("not asked for");
    }

    @Override
    public Optional<Claim> tryClaim(DatastorePath path) {
      throw new AssertionError("not asked for");
    }

    @Override
    public List<Finding> examine(DatastoreSurvey survey) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String display(DatastorePath path) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void close() {}
  }
}
