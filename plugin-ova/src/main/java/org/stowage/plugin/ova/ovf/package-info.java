/**
 * The OVF descriptor: what it says of machines, disks and files, and which disk is the root.
 *
 * <p>Sources: DMTF DSP0243 (OVF 1.x and 2.0), OVF 0.9, and what producers write in practice.
 */
@NullMarked
package org.stowage.plugin.ova.ovf;

import org.jspecify.annotations.NullMarked;
