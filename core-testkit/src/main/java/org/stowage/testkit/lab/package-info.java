/** What tests run against: a simulated vCenter and a simulated ScaleIO gateway, with real disks. */
@NullMarked
package org.stowage.testkit.lab;

import org.jspecify.annotations.NullMarked;
