package org.stowage.runtime.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.deploy.DeployRequest;
import org.stowage.runtime.deploy.Deployer;
import org.stowage.runtime.deploy.Deployment;
import org.stowage.runtime.target.Instance;
import org.stowage.runtime.target.Target;

/**
 * Deploys those of many instances that are missing, several at a time. Each is there as a whole or
 * not at all, so what was cut off, however that came, is done by the next run.
 */
public final class Fleet {

  private final Target target;
  private final Deploying deploying;
  private final int atOnce;

  /**
   * @param deploying to the target
   * @param atOnce how many are deployed at a time; at least 1
   */
  public Fleet(Target target, Deploying deploying, int atOnce) {
    this.target = target;
    this.deploying = deploying;
    this.atOnce = atOnce;
  }

  /**
   * Deploys. One that fails does not keep the others from their turn; once the transfer is
   * cancelled, nothing more is begun.
   *
   * @return in the order of what was wanted
   * @throws IOException when not even the instances that are there can be told
   */
  public List<Member> deploy(List<DeployRequest> wanted, Transfer transfer) throws IOException {
    Map<String, Instance> there = new HashMap<>();
    target.instances().list().forEach(one -> there.put(one.name(), one));
    SharedTransfer shared = new SharedTransfer(transfer);
    List<Callable<Member>> tasks = new ArrayList<>();
    for (DeployRequest one : wanted) {
      tasks.add(() -> member(one, there.get(one.name()), shared.share()));
    }
    return all(tasks);
  }

  private List<Member> all(List<Callable<Member>> tasks) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(atOnce, tasks.size())));
    try {
      List<Member> members = new ArrayList<>();
      for (Future<Member> each : threads.invokeAll(tasks)) {
        members.add(each.get());
      }
      return members;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("waiting for the instances of a fleet");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Member member(DeployRequest wanted, @Nullable Instance known, Transfer transfer) {
    try {
      transfer.checkCancelled();
      return known == null ? deployed(wanted, transfer) : there(wanted, known, transfer);
    } catch (IOException | RuntimeException e) {
      return new Member.Missing(wanted.name(), e);
    }
  }

  private Member deployed(DeployRequest wanted, Transfer transfer) throws IOException {
    try {
      return new Member.Deployed(deploying.deploy(wanted, transfer));
    } catch (StorageException e) {
      if (!e.code().equals(CommonError.ALREADY_EXISTS)) {
        throw e;
      }
      // Somebody else may have been given the same list.
      for (Instance one : target.instances().list()) {
        if (one.name().equals(wanted.name())) {
          return there(wanted, one, transfer);
        }
      }
      throw e;
    }
  }

  /** Whoever was killed before he powered it on left one that is off. */
  private Member there(DeployRequest wanted, Instance instance, Transfer transfer)
      throws IOException {
    if (wanted.powerOn() && target.power().isPresent()) {
      target.power().get().on(instance, transfer);
    }
    return new Member.There(Deployer.view(target, instance));
  }

  /** Deploys one instance, as {@link Deployer#deploy}. */
  @FunctionalInterface
  public interface Deploying {
    Deployment deploy(DeployRequest wanted, Transfer transfer) throws IOException;
  }
}
