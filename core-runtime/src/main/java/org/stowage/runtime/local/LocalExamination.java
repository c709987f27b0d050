package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.NameList;
import org.stowage.runtime.target.Staging;

/** Finds out whether folders can serve as datastores, by doing in them what commands do. */
final class LocalExamination {

  private static final String FOLDER = "folder";
  private static final String FILE_SYSTEM = "file-system";
  private static final String REMAINS = "remains";

  private final LocalTarget target;
  private final List<Finding> findings = new ArrayList<>();

  LocalExamination(LocalTarget target) {
    this.target = target;
  }

  List<Finding> of(List<LocalDatastore> datastores, DatastoreSurvey survey) {
    for (LocalDatastore datastore : datastores) {
      look(datastore, survey.servedBy().apply(datastore.typeName()).isPresent());
    }
    findings.addAll(survey.of(target.datastores()));
    return findings;
  }

  private void look(LocalDatastore datastore, boolean served) {
    String name = datastore.name();
    Path folder = datastore.folder();
    if (!Files.isDirectory(folder)) {
      missing(datastore);
      return;
    }
    if (!Files.isWritable(folder)) {
      findings.add(
          Finding.failed(
              FOLDER,
              name,
              CommonError.IO,
              folder + " cannot be written to",
              "Let the user who runs stowage write to it, and look whether it is mounted read-only."));
      return;
    }
    findings.add(Finding.ok(FOLDER, name, folder + " can be written to"));
    if (!served) {
      findings.add(
          Finding.notChecked(
              FILE_SYSTEM, name, "no plugin serves its type " + datastore.typeName()));
      return;
    }
    try {
      probe(target.folder(name));
      remains(name);
    } catch (IOException e) {
      findings.add(Finding.failed(FILE_SYSTEM, name, explained(name, e)));
    }
  }

  private void missing(LocalDatastore datastore) {
    Path folder = datastore.folder();
    findings.add(
        Finding.failed(
            FOLDER,
            datastore.name(),
            CommonError.IO,
            folder + (Files.exists(folder) ? " is not a folder" : " does not exist"),
            "Create or mount the folder, or change its entry in the configuration."));
  }

  /** What is claimed, linked and written here goes when the scratch folder is closed. */
  private void probe(LocalFolder folder) throws IOException {
    try (Scratch scratch = Scratch.create(folder)) {
      String type = Files.getFileStore(folder.root()).type();
      Path file = Files.write(scratch.file("probe"), new byte[1]);
      findings.add(
          canLink(scratch.file("link"), file)
              ? Finding.ok(FILE_SYSTEM, folder.name(), type + ", with locks and hard links")
              : Finding.warning(
                  FILE_SYSTEM,
                  folder.name(),
                  type + " has locks, but no hard links: disks are copied where a rename would do",
                  "Nothing has to be done; another file system would be faster, and one without"
                      + " hard links seldom has files with holes, or beyond 4 GiB."));
    }
  }

  private static boolean canLink(Path link, Path existing) {
    try {
      Files.createLink(link, existing);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private void remains(String datastore) throws IOException {
    List<String> left =
        Staging.abandoned(target, datastore).stream().map(path -> path.fileName()).toList();
    if (!left.isEmpty()) {
      findings.add(
          Finding.warning(
              REMAINS,
              datastore,
              "left by imports that were killed: " + NameList.of(left),
              "Nothing has to be done; the next import to the datastore removes them."));
    }
  }

  private static StorageException explained(String name, IOException failure) {
    return failure instanceof StorageException known
        ? known
        : new StorageException(
            CommonError.IO,
            "trying out the folder of datastore " + name + ": " + failure,
            "Check the file system, and how it is mounted.",
            failure);
  }
}
