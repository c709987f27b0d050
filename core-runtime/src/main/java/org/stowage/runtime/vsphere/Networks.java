package org.stowage.runtime.vsphere;

import com.vmware.vim25.DistributedVirtualSwitchPortConnection;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.OpaqueNetworkSummary;
import com.vmware.vim25.VirtualDeviceBackingInfo;
import com.vmware.vim25.VirtualDeviceConfigSpec;
import com.vmware.vim25.VirtualDeviceConfigSpecOperation;
import com.vmware.vim25.VirtualDeviceConnectInfo;
import com.vmware.vim25.VirtualEthernetCardDistributedVirtualPortBackingInfo;
import com.vmware.vim25.VirtualEthernetCardNetworkBackingInfo;
import com.vmware.vim25.VirtualEthernetCardOpaqueNetworkBackingInfo;
import com.vmware.vim25.VirtualVmxnet3;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;

/** The networks of a cluster, and the cards of machines that are connected to them. */
final class Networks {

  private static final int CARD_KEY = -102;

  private final Vim vim;
  private final Place place;

  Networks(Vim vim, Place place) {
    this.vim = vim;
    this.place = place;
  }

  /**
   * Finds a network that the cluster's hosts have.
   *
   * @throws StorageException {@code not-found}, with the names that there are; {@code ambiguous}
   */
  Found named(String name) throws IOException {
    List<Found> networks = all();
    List<Found> found = networks.stream().filter(one -> one.text("name").equals(name)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.size() > 1) {
      throw new StorageException(
          CommonError.AMBIGUOUS,
          "the cluster has %d networks named '%s'".formatted(found.size(), name),
          "Rename all but one of them.");
    }
    throw new StorageException(
        CommonError.NOT_FOUND,
        "the cluster has no network '" + name + "'",
        "Its networks: "
            + String.join(", ", networks.stream().map(one -> one.text("name")).sorted().toList())
            + ".");
  }

  /** With their names; there are three types of them. */
  private List<Found> all() throws IOException {
    ManagedObjectReference[] all =
        vim.look(place.computeResource(), List.of("network"))
            .value("network", ManagedObjectReference[].class);
    List<Found> networks = new ArrayList<>();
    for (List<ManagedObjectReference> ofType :
        Stream.of(Properties.orNone(all, ManagedObjectReference[]::new))
            .collect(Collectors.groupingBy(ManagedObjectReference::getType))
            .values()) {
      networks.addAll(vim.look(ofType, List.of("name")));
    }
    return networks;
  }

  /** A new card, connected when its machine is powered on. */
  VirtualDeviceConfigSpec card(String network) throws IOException {
    VirtualVmxnet3 card = new VirtualVmxnet3();
    card.setKey(CARD_KEY);
    card.setAddressType("generated");
    card.setBacking(backing(named(network)));
    VirtualDeviceConnectInfo connection = new VirtualDeviceConnectInfo();
    connection.setStartConnected(true);
    connection.setAllowGuestControl(true);
    connection.setConnected(true);
    card.setConnectable(connection);
    VirtualDeviceConfigSpec add = new VirtualDeviceConfigSpec();
    add.setOperation(VirtualDeviceConfigSpecOperation.add);
    add.setDevice(card);
    return add;
  }

  /** How a card is connected depends on who switches: a host, a distributed switch, or NSX. */
  private VirtualDeviceBackingInfo backing(Found network) throws IOException {
    return switch (network.reference().getType()) {
      case "DistributedVirtualPortgroup" -> distributed(network.reference());
      case "OpaqueNetwork" -> opaque(network.reference());
      default -> {
        VirtualEthernetCardNetworkBackingInfo backing = new VirtualEthernetCardNetworkBackingInfo();
        backing.setDeviceName(network.text("name"));
        backing.setNetwork(network.reference());
        yield backing;
      }
    };
  }

  private VirtualDeviceBackingInfo distributed(ManagedObjectReference group) throws IOException {
    Found found = vim.look(group, List.of("key", "config.distributedVirtualSwitch"));
    ManagedObjectReference dvs =
        found.required("config.distributedVirtualSwitch", ManagedObjectReference.class);
    DistributedVirtualSwitchPortConnection port = new DistributedVirtualSwitchPortConnection();
    port.setPortgroupKey(found.required("key", String.class));
    port.setSwitchUuid(vim.look(dvs, List.of("uuid")).required("uuid", String.class));
    VirtualEthernetCardDistributedVirtualPortBackingInfo backing =
        new VirtualEthernetCardDistributedVirtualPortBackingInfo();
    backing.setPort(port);
    return backing;
  }

  private VirtualDeviceBackingInfo opaque(ManagedObjectReference network) throws IOException {
    OpaqueNetworkSummary summary =
        vim.look(network, List.of("summary")).required("summary", OpaqueNetworkSummary.class);
    VirtualEthernetCardOpaqueNetworkBackingInfo backing =
        new VirtualEthernetCardOpaqueNetworkBackingInfo();
    backing.setOpaqueNetworkId(summary.getOpaqueNetworkId());
    backing.setOpaqueNetworkType(summary.getOpaqueNetworkType());
    return backing;
  }
}
