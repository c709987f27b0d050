/** Disks of instances in files of one folder, connected as loop devices. */
@NullMarked
package com.example.loopfile;

import org.jspecify.annotations.NullMarked;
