package org.stowage.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs a suite against an extension, as its author would, and tells which of its tests failed: for
 * those who write suites. Needs {@code junit-platform-launcher}.
 */
public final class SuiteRun implements TestExecutionListener {

  private final Set<String> failed = new TreeSet<>();
  private final Set<String> passed = new TreeSet<>();
  private final Set<String> skipped = new TreeSet<>();

  private SuiteRun() {}

  /** Asserts that these tests fail, by the names of their methods, and that all others pass. */
  public static void assertFails(Class<?> suite, String... tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite)).build();
    SuiteRun run = new SuiteRun();
    LauncherFactory.create().execute(request, run);

    run.passed.removeAll(run.failed);
    assertEquals(new TreeSet<>(Set.of(tests)), run.failed);
    assertEquals(Set.of(), run.skipped);
    assertFalse(run.passed.isEmpty());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped.add(name(test));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed.add(name(test));
        }
      }
      case FAILED -> failed.add(name(test));
      case ABORTED -> skipped.add(name(test));
    }
  }

  private static String name(TestIdentifier test) {
    TestSource source = test.getSource().orElse(null);
    return source instanceof MethodSource method ? method.getMethodName() : test.getDisplayName();
  }
}
