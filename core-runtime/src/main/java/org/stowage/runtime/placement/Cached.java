package org.stowage.runtime.placement;

/**
 * What a datastore has of an image already.
 *
 * @param base the base disk of the image's own capacity
 * @param sized the base disk of the wanted capacity
 */
public record Cached(boolean base, boolean sized) {

  public static final Cached NOTHING = new Cached(false, false);
}
