package org.stowage.plugin.scaleio.gateway;

/**
 * The array as a whole.
 *
 * @param restrictedSdcMode which SDCs it lets in besides those that are approved
 */
public record ArraySystem(String id, String restrictedSdcMode) {}
