/** Commands about instances: deploy, plan, list, show, destroy, and what their life has. */
@NullMarked
package org.stowage.cli.instance;

import org.jspecify.annotations.NullMarked;
