package org.stowage.plugin.ova.ovf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stowage.api.ErrorCode;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.Problem;

/** Descriptors in the dialects of those who write them. */
class RootDiskOfProducersTest {

  private static RootDisk rootDisk(String descriptor) throws IOException {
    try (InputStream in = RootDiskOfProducersTest.class.getResourceAsStream("/ovf/" + descriptor)) {
      return RootDisk.find(in.readAllBytes(), "", descriptor);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vcenter.ovf, web-1.vmdk, PVSCSI, 17179869184, 1503854592",
    "virtualbox.ovf, dev-disk001.vmdk, SATA, 10737418240, -1",
    "virtualbox2.ovf, two-disk001.vmdk, LSILOGIC_SAS, 1073741824, -1",
    "workstation.ovf, lab-disk1.vmdk, NVME, 64424509440, 0",
    "cisco.ovf, router-small.vmdk, BUSLOGIC, 33554432, -1",
    "ovirt.ovf, 33333333-root/44444444-root,, 10737418240, -1",
    "ovf09.ovf, old.vmdk, BUSLOGIC, 4294967296, -1",
    "vcloud.ovf, vm-6f3e.vmdk, LSILOGIC_SAS, 42949672960, -1",
    "xencenter.ovf, B\u00fcro.vhd,, 8589934592, -1",
    "unprefixed.ovf, power.vmdk,, 21474836480, -1",
    "no-namespace.ovf, plain.vmdk,, -1, -1",
  })
  void isFound(
      String descriptor,
      String member,
      @Nullable AdapterType adapter,
      long capacityBytes,
      long populatedBytes)
      throws IOException {
    RootDisk disk = rootDisk(descriptor);

    assertEquals(member, disk.memberName());
    assertEquals(adapter, disk.adapterType());
    assertEquals(capacityBytes, disk.capacityBytes());
    assertEquals(populatedBytes, disk.populatedBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "vcenter.ovf,",
    "virtualbox.ovf,",
    "virtualbox2.ovf,",
    "workstation.ovf,",
    "cisco.ovf, deployment-configuration-chosen",
    "ovirt.ovf,",
    "ovf09.ovf,",
    "vcloud.ovf, required-section-not-understood",
    "xencenter.ovf,",
    "unprefixed.ovf,",
    "no-namespace.ovf,",
  })
  void comesWithNoOtherProblemThan(String descriptor, @Nullable String problem) throws IOException {
    assertEquals(
        problem == null ? List.of() : List.of(problem),
        rootDisk(descriptor).problems().stream().map(Problem::code).map(ErrorCode::name).toList());
  }
}
