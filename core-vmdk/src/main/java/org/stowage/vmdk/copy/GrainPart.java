package org.stowage.vmdk.copy;

/**
 * What of a compressed grain goes to the disk, and where.
 *
 * @param diskOffset where the part goes, in bytes
 * @param grainBytes what the grain expands to
 * @param skipBytes how much of the grain precedes the part
 * @param length of the part in bytes, within the grain
 */
public record GrainPart(long diskOffset, int grainBytes, int skipBytes, int length) {}
