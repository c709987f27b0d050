package org.stowage.runtime.vsphere;

import com.vmware.vim25.ManagedObjectReference;
import java.io.IOException;
import org.stowage.api.Transfer;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Power;

/**
 * Powers machines on. The host is the one that they were made on, unless the cluster knows better.
 */
final class VspherePower implements Power {

  private final Vim vim;

  VspherePower(Vim vim) {
    this.vim = vim;
  }

  @Override
  public void on(Instance instance, Transfer transfer) throws IOException {
    String what = "power on instance " + instance.name();
    ManagedObjectReference machine = Machines.find(vim, instance);
    vim.tolerating(
        "InvalidPowerState",
        () -> vim.run(what, stub -> stub.powerOnVM_Task(machine, null), transfer));
  }
}
