/**
 * Folders of this machine as datastores: real VMDK files, linked clones and {@code .vmx}
 * descriptors, under the rules of the datastore type each folder is declared with.
 *
 * <p>Everything of Stowage's own in a datastore's folder lies in {@code .stowage}: the file whose
 * locks are claims, and the scratch folders of operations under way.
 */
@NullMarked
package org.stowage.runtime.local;

import org.jspecify.annotations.NullMarked;
