package org.stowage.api.ephemeral;

/**
 * A volume as its array knows it.
 *
 * @param id the array's own identity of it, stable under renaming
 * @param name as the array has it
 * @param pool where the array keeps it, in the array's own words
 * @param capacityBytes what a host sees
 * @param thin whether blocks are allotted when they are first written
 * @param readsAsZero whether blocks never written are known to read as zero
 */
public record Volume(
    String id, String name, String pool, long capacityBytes, boolean thin, boolean readsAsZero) {}
