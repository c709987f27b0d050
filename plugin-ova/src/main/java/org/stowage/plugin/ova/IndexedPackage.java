package org.stowage.plugin.ova;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stowage.api.disk.ImageSource;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.PartsChannel.Part;
import org.stowage.plugin.ova.manifest.RunningDigest;
import org.stowage.plugin.ova.ovf.RootDisk;
import org.stowage.plugin.ova.tar.ChannelStream;
import org.stowage.plugin.ova.tar.TarIndex;
import org.stowage.plugin.ova.tar.TarMember;

/**
 * An OVA with random access: where everything is, and what the manifest promises, is known before
 * the disk is read.
 */
final class IndexedPackage implements OvaPackage {

  private final ImageSource source;
  private final String archive;
  private final TarIndex index;
  private final PackageTexts texts;
  private final RootDisk rootDisk;
  private final List<Part> parts;
  private final List<Problem> problems;

  private IndexedPackage(ImageSource source, String archive, TarIndex index, PackageTexts texts)
      throws IOException {
    this.source = source;
    this.archive = archive;
    this.index = index;
    this.texts = texts;
    this.rootDisk = texts.rootDisk().orElseThrow(texts::noDescriptor);
    DiskPieces pieces = new DiskPieces(rootDisk, archive);
    this.parts = parts(pieces);
    this.problems = new ArrayList<>(texts.promises().check());
    problems.addAll(rootDisk.problems());
    pieces.problem().ifPresent(problems::add);
    problems.addAll(PackageProblems.of(index, texts, archive));
  }

  /**
   * @param channel over the source; stays the caller's to close
   */
  static IndexedPackage read(ImageSource source, SeekableByteChannel channel, String archive)
      throws IOException {
    TarIndex index = TarIndex.read(channel, archive);
    PackageTexts texts = new PackageTexts(archive);
    // Manifests first, so that the descriptor is checked before it is read.
    List<TarMember> ordered =
        index.files().values().stream()
            .filter(member -> PackageFile.of(member) != PackageFile.CONTENT)
            .sorted(Comparator.comparing(PackageFile::of).reversed())
            .toList();
    for (TarMember member : ordered) {
      texts.take(member, new ChannelStream(only(channel, member)));
    }
    return new IndexedPackage(source, archive, index, texts);
  }

  private List<Part> parts(DiskPieces pieces) throws IOException {
    TarMember piece =
        index.files().values().stream()
            .filter(member -> pieces.isFirst(member.name()))
            .findFirst()
            .orElseThrow(pieces::missing);
    List<Part> found = new ArrayList<>();
    while (piece != null) {
      pieces.take(piece);
      found.add(counted(piece));
      piece = pieces.mayGoOn() ? index.files().get(pieces.nextName()) : null;
    }
    for (String name : index.files().keySet()) {
      pieces.refuseStray(name);
    }
    pieces.checkComplete();
    return found;
  }

  @Override
  public RootDisk rootDisk() {
    return rootDisk;
  }

  @Override
  public ImageSource disk() {
    return new IndexedDisk(source, parts);
  }

  @Override
  public Optional<String> promisedDigest() {
    return parts.size() == 1
        ? texts.manifest().promise(parts.get(0).member().name())
        : Optional.empty();
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public void checkDisk() throws IOException {
    check(parts);
  }

  @Override
  public void checkEverything() throws IOException {
    checkDisk();
    Set<TarMember> checked = new HashSet<>();
    parts.forEach(part -> checked.add(part.member()));
    texts.descriptor().ifPresent(checked::add);
    List<Part> others =
        index.files().values().stream()
            .filter(member -> !checked.contains(member))
            .map(this::counted)
            .toList();
    check(others);
  }

  private Part counted(TarMember member) {
    return new Part(
        member, new RunningDigest(texts.manifest().algorithms(member.name()), member.sizeBytes()));
  }

  private void check(List<Part> members) throws IOException {
    try (SeekableByteChannel channel = IndexedDisk.reopen(source)) {
      for (Part part : members) {
        String name = part.member().name();
        texts.manifest().check(name, part.digest().finish(only(channel, part.member())), archive);
      }
    }
  }

  /** One member; closing it closes the archive's channel. */
  private static PartsChannel only(SeekableByteChannel archive, TarMember member) {
    RunningDigest none = new RunningDigest(Set.of(), member.sizeBytes());
    return new PartsChannel(archive, List.of(new Part(member, none)));
  }

  @Override
  public void close() {
    // Holds nothing open: every channel is closed by whoever opened it.
  }
}
