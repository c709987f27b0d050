/** Commands about instances: deploy, plan, list, show, destroy. */
@NullMarked
package org.stowage.cli.instance;

import org.jspecify.annotations.NullMarked;
