/** The assembled distribution, run as its users run it: in processes of its own, on real images. */
package org.stowage.cli.endtoend;
