package org.stowage.runtime.image;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.AdapterType;
import org.stowage.api.disk.ImageProperties;

/**
 * An image to be made of another.
 *
 * @param image a file's path, or {@code -} for standard input
 * @param destination must not exist
 * @param format the id of a writable format, or of a container, which then holds a streamOptimized
 *     disk
 * @param level 1 to 9, for formats that compress
 * @param alignBytes the new capacity is rounded up to a multiple of this; a multiple of 512
 * @param adapterType null to keep the image's
 * @param properties what is declared about the image
 */
public record ConvertRequest(
    String image,
    Path destination,
    String format,
    int level,
    long alignBytes,
    @Nullable AdapterType adapterType,
    ImageProperties properties) {}
