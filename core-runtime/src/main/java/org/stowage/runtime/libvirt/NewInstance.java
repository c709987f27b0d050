package org.stowage.runtime.libvirt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.ImageProperties;

/**
 * An instance to be made on a libvirt host.
 *
 * @param image a file's path, or {@code -} for standard input
 * @param properties what is declared about the image
 * @param network the libvirt network it is connected to; null for none
 * @param configDrive a folder, or an ISO 9660 image; null for none
 */
public record NewInstance(
    String name,
    String image,
    ImageProperties properties,
    Flavor flavor,
    @Nullable String network,
    @Nullable Path configDrive) {}
