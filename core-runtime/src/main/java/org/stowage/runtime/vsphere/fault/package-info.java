/** What goes wrong with a vCenter, said in the house's errors and in the vCenter's own words. */
@NullMarked
package org.stowage.runtime.vsphere.fault;

import org.jspecify.annotations.NullMarked;
