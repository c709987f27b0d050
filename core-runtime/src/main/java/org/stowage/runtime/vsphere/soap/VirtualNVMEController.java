package org.stowage.runtime.vsphere.soap;

import com.vmware.vim25.VirtualController;

/** A data class of vSphere 6.5 (vSphere Web Services API), which is newer than the library. */
public final class VirtualNVMEController extends VirtualController {

  private static final long serialVersionUID = 1L;
}
