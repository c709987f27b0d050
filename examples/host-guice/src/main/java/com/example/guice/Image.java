package com.example.guice;

/**
 * What the farm's servers are made of.
 *
 * @param reference a file's path or an address
 */
record Image(String reference) {}
