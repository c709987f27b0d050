package org.stowage.vmdk.write;

/**
 * What a linked child says of its parent.
 *
 * @param contentId the parent's, at this moment
 * @param fileNameHint where it is: absolute, or relative to the child's folder
 */
record Parent(int contentId, String fileNameHint) {}
