/**
 * What can go wrong between this machine and a vCenter, check by check. Knows servers, certificates
 * and names of privileges, not the inventory.
 */
@NullMarked
package org.stowage.runtime.vsphere.doctor;

import org.jspecify.annotations.NullMarked;
