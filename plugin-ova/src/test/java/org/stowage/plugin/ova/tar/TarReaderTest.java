package org.stowage.plugin.ova.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stowage.api.DiskFormatException;
import org.stowage.api.ErrorCode;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.testkit.ova.TarBuilder;

class TarReaderTest {

  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final long TERABYTE = 1L << 40;

  private static TarReader reader(byte[] archive) {
    return new TarReader(new ByteArrayInputStream(archive), archive.length, "test.tar");
  }

  private static List<TarMember> members(byte[] archive) throws IOException {
    TarReader reader = reader(archive);
    List<TarMember> members = new ArrayList<>();
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      members.add(member);
    }
    return members;
  }

  private static List<String> names(byte[] archive) throws IOException {
    return members(archive).stream().map(TarMember::name).toList();
  }

  private static TarBuilder tar() {
    return new TarBuilder();
  }

  @Test
  void walksOverMembersAndTheirContent() throws IOException {
    TarReader reader = reader(tar().file("a", HELLO).file("b", new byte[512]).bytes());

    TarMember first = reader.next();
    assertNotNull(first);
    assertEquals(new TarMember("a", 512, 5, TarMember.Kind.FILE, null), first);
    assertArrayEquals(HELLO, reader.content().readAllBytes());
    TarMember second = reader.next();
    assertNotNull(second);
    assertEquals(1536, second.offsetBytes());
    assertNull(reader.next());
    assertTrue(reader.endMarked());
  }

  @Test
  void skipsWhatIsLeftUnread() throws IOException {
    TarReader reader = reader(tar().file("a", new byte[2000]).file("b", HELLO).bytes());

    reader.next();
    assertEquals(1, reader.content().readNBytes(1).length);
    reader.next();

    assertArrayEquals(HELLO, reader.content().readAllBytes());
  }

  @Test
  void endsTheContentOfAMemberWhenTheWalkGoesOn() throws IOException {
    TarReader reader = reader(tar().file("a", HELLO).file("b", HELLO).bytes());
    reader.next();
    var stale = reader.content();
    reader.next();

    assertEquals(-1, stale.read());
    assertArrayEquals(HELLO, reader.content().readAllBytes());
  }

  @Test
  void dropsLeadingDotsFromNames() throws IOException {
    assertEquals(
        List.of("a", "b", "../c", "/d"),
        names(
            tar()
                .file("./a", HELLO)
                .file("././b", HELLO)
                .file("../c", HELLO)
                .file("/d", HELLO)
                .bytes()));
  }

  @Test
  void takesTypesZeroNulAndSevenAsFiles() throws IOException {
    byte[] archive =
        tar().entry("a", '0', HELLO).entry("b", '\0', HELLO).entry("c", '7', HELLO).bytes();

    assertTrue(members(archive).stream().allMatch(it -> it.kind() == TarMember.Kind.FILE));
  }

  @Test
  void takesOldFoldersByTheirSlash() throws IOException {
    byte[] archive = tar().entry("a/", '\0', new byte[0]).entry("b", '5', new byte[0]).bytes();

    assertTrue(members(archive).stream().allMatch(it -> it.kind() == TarMember.Kind.FOLDER));
  }

  @Test
  void joinsThePrefixOfPosixNames() throws IOException {
    byte[] block = tar().header("name", '0', TarBuilder.octal(0)).unended();
    System.arraycopy("some/folder".getBytes(UTF_8), 0, block, 345, 11);

    assertEquals(List.of("some/folder/name"), names(TarBuilder.withChecksum(block)));
  }

  @Test
  void readsLongNamesOfGnuAndPax() throws IOException {
    String gnu = "g".repeat(200);
    String pax = "p/\u00fcber/" + "x".repeat(200);

    assertEquals(
        List.of(gnu, pax),
        names(
            tar().gnuLongName(gnu).file("cut", HELLO).pax("path", pax).file("cut", HELLO).bytes()));
  }

  @Test
  void ignoresOtherExtensionRecords() throws IOException {
    byte[] archive =
        tar()
            .entry("pax_global_header", 'g', TarBuilder.paxRecord("comment", "made by git"))
            .pax("mtime", "1700000000.5")
            .entry("././@LongLink", 'K', new byte[300])
            .file("a", HELLO)
            .bytes();

    assertEquals(List.of("a"), names(archive));
  }

  static Stream<Arguments> largeSizes() {
    return Stream.of(
        Arguments.of(
            "eleven octal digits",
            tar().header("a", '0', TarBuilder.octal((8L << 30) - 1)),
            (8L << 30) - 1),
        Arguments.of(
            "twelve octal digits", tar().header("a", '0', TarBuilder.octal(8L << 30)), 8L << 30),
        Arguments.of("base 256", tar().header("a", '0', TarBuilder.base256(TERABYTE)), TERABYTE),
        Arguments.of(
            "pax",
            tar().pax("size", "" + TERABYTE).header("a", '0', TarBuilder.octal(0)),
            TERABYTE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("largeSizes")
  void readsSizesBeyondEightGibibytes(String how, TarBuilder tar, long sizeBytes)
      throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(tar.unended()), -1, "test.tar");

    TarMember member = reader.next();

    assertNotNull(member);
    assertEquals(sizeBytes, member.sizeBytes());
  }

  static Stream<Arguments> hostile() {
    Map<String, Arguments> cases = new TreeMap<>();
    add(
        cases,
        "negative size",
        OvaError.TAR_HEADER,
        tar().header("a", '0', TarBuilder.base256(-1)));
    add(cases, "size beyond 2^63", OvaError.TAR_HEADER, tar().header("a", '0', filled(0x80, 0xFF)));
    add(
        cases,
        "size with odd marker",
        OvaError.TAR_HEADER,
        tar().header("a", '0', filled(0xC0, 0)));
    add(cases, "size of letters", OvaError.TAR_HEADER, tar().header("a", '0', filled('x', 'x')));
    add(
        cases,
        "size past the end",
        OvaError.TRUNCATED,
        tar().header("a", '0', TarBuilder.octal(1 << 20)));
    add(
        cases,
        "size near 2^63",
        OvaError.TRUNCATED,
        tar().header("a", '0', TarBuilder.base256(Long.MAX_VALUE)));
    add(
        cases,
        "pax size past the end",
        OvaError.TRUNCATED,
        tar().pax("size", "99999").file("a", HELLO));
    add(
        cases,
        "pax size negative",
        OvaError.TAR_EXTENSION,
        tar().pax("size", "-1").file("a", HELLO));
    add(
        cases,
        "pax size too long",
        OvaError.TAR_EXTENSION,
        tar().pax("size", "9".repeat(30)).file("a", HELLO));
    add(cases, "pax path empty", OvaError.TAR_HEADER, tar().pax("path", "").file("a", HELLO));
    add(
        cases,
        "pax record of length 0",
        OvaError.TAR_EXTENSION,
        tar().paxBytes("0 a=b\n".getBytes(UTF_8)).file("a", HELLO));
    add(
        cases,
        "pax record of length 4",
        OvaError.TAR_EXTENSION,
        tar().paxBytes("4 a=b\n".getBytes(UTF_8)).file("a", HELLO));
    add(
        cases,
        "pax record beyond the header",
        OvaError.TAR_EXTENSION,
        tar().paxBytes("99 a=b\n".getBytes(UTF_8)).file("a", HELLO));
    add(
        cases,
        "pax record of absurd length",
        OvaError.TAR_EXTENSION,
        tar().paxBytes("99999999999 a=b\n".getBytes(UTF_8)).file("a", HELLO));
    add(
        cases,
        "pax record without length",
        OvaError.TAR_EXTENSION,
        tar().paxBytes("a=b\n".getBytes(UTF_8)).file("a", HELLO));
    add(
        cases,
        "pax record without value",
        OvaError.TAR_EXTENSION,
        tar().paxBytes("7 abcd\n".getBytes(UTF_8)).file("a", HELLO));
    add(
        cases,
        "pax record without line end",
        OvaError.TAR_EXTENSION,
        tar().paxBytes("7 ab=cd".getBytes(UTF_8)).file("a", HELLO));
    add(
        cases,
        "pax sparse file",
        OvaError.MEMBER_TYPE,
        tar().pax("GNU.sparse.major", "1").file("a", HELLO));
    add(
        cases,
        "pax bomb",
        OvaError.TAR_EXTENSION,
        tar().header("x", 'x', TarBuilder.octal(TERABYTE / 200)));
    add(
        cases,
        "long name bomb",
        OvaError.TAR_EXTENSION,
        tar().entry("././@LongLink", 'L', new byte[70_000]).file("a", HELLO));
    add(
        cases,
        "name too long",
        OvaError.TAR_HEADER,
        tar().gnuLongName("n".repeat(5000)).file("a", HELLO));
    add(
        cases,
        "name for all members",
        OvaError.TAR_EXTENSION,
        tar().entry("g", 'g', TarBuilder.paxRecord("path", "x")).file("a", HELLO));
    add(
        cases,
        "size for all members",
        OvaError.TAR_EXTENSION,
        tar().entry("g", 'g', TarBuilder.paxRecord("size", "1")).file("a", HELLO));
    add(
        cases,
        "two pax headers",
        OvaError.TAR_EXTENSION,
        tar().pax("a", "1").pax("a", "2").file("a", HELLO));
    add(
        cases,
        "two long names",
        OvaError.TAR_EXTENSION,
        tar().gnuLongName("x").gnuLongName("y").file("a", HELLO));
    add(
        cases,
        "pax and GNU name",
        OvaError.TAR_EXTENSION,
        tar().gnuLongName("x").pax("path", "y").file("a", HELLO));
    add(
        cases,
        "extension of nothing",
        OvaError.TAR_EXTENSION,
        tar().file("a", HELLO).gnuLongName("x"));
    add(cases, "GNU sparse file", OvaError.MEMBER_TYPE, tar().entry("a", 'S', new byte[0]));
    add(cases, "multi-volume part", OvaError.MEMBER_TYPE, tar().entry("a", 'M', HELLO));
    add(cases, "unknown type", OvaError.MEMBER_TYPE, tar().entry("a", 'Z', HELLO));
    add(cases, "link with content", OvaError.MEMBER_TYPE, tar().entry("a", '1', HELLO));
    add(cases, "folder with content", OvaError.MEMBER_TYPE, tar().entry("a", '5', HELLO));
    add(
        cases,
        "duplicate names",
        OvaError.DUPLICATE_MEMBER,
        tar().file("a", HELLO).file("./a", HELLO));
    add(
        cases,
        "lone zero block",
        OvaError.TAR_HEADER,
        tar().file("a", HELLO).raw(new byte[512]).file("b", HELLO));
    add(cases, "damaged header", OvaError.TAR_HEADER, tar().file("a", HELLO).raw(filled(1024, 7)));
    return cases.values().stream();
  }

  private static void add(
      Map<String, Arguments> cases, String name, ErrorCode code, TarBuilder tar) {
    cases.put(name, Arguments.of(name, code, tar.bytes()));
  }

  private static byte[] filled(int first, int rest) {
    byte[] field = new byte[first > 255 ? first : 12];
    Arrays.fill(field, (byte) rest);
    field[0] = (byte) first;
    return field;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void refuses(String what, ErrorCode code, byte[] archive) {
    DiskFormatException refusal = assertThrows(DiskFormatException.class, () -> members(archive));
    assertEquals(code, refusal.code(), refusal.getMessage());
  }

  @Test
  void refusesAMemberCutShort() {
    byte[] archive = Arrays.copyOf(tar().file("a", new byte[1000]).unended(), 1000);
    TarReader stream = new TarReader(new ByteArrayInputStream(archive), -1, "test.tar");

    DiskFormatException refusal =
        assertThrows(
            DiskFormatException.class,
            () -> {
              stream.next();
              stream.next();
            });
    assertEquals(OvaError.TRUNCATED, refusal.code());
  }

  @Test
  void refusesAHeaderCutShort() {
    byte[] archive = Arrays.copyOf(tar().file("a", HELLO).file("b", HELLO).unended(), 1224);

    DiskFormatException refusal = assertThrows(DiskFormatException.class, () -> members(archive));
    assertEquals(OvaError.TRUNCATED, refusal.code());
  }

  @ParameterizedTest
  @ValueSource(ints = {517, 600, 1024})
  void takesAnArchiveWithoutAnEndIfItsLastMemberIsWhole(int length) throws IOException {
    TarReader reader = reader(Arrays.copyOf(tar().file("a", HELLO).unended(), length));

    assertNotNull(reader.next());
    assertNull(reader.next());
    assertFalse(reader.endMarked());
  }

  @Test
  void takesASingleZeroBlockAtTheVeryEnd() throws IOException {
    TarReader reader = reader(tar().file("a", HELLO).raw(new byte[512]).unended());

    assertNotNull(reader.next());
    assertNull(reader.next());
    assertTrue(reader.endMarked());
  }

  @Test
  void remembersTheLinkBeforeAMember() throws IOException {
    List<TarMember> members =
        members(tar().file("a", HELLO).special("link", '2').file("b", HELLO).bytes());

    members.get(0).requirePlain("test.tar");
    DiskFormatException refusal =
        assertThrows(DiskFormatException.class, () -> members.get(2).requirePlain("test.tar"));
    assertEquals(OvaError.MEMBER_TYPE, refusal.code());
    assertTrue(refusal.getMessage().contains("link"), refusal.getMessage());
  }

  @Test
  void refusesMoreMembersThanAnyPackageHas() {
    InputStream endless = new EndlessFolders();
    TarReader reader = new TarReader(endless, -1, "endless.tar");

    DiskFormatException refusal =
        assertThrows(
            DiskFormatException.class,
            () -> {
              while (reader.next() != null) {
                // goes on until it is refused
              }
            });
    assertEquals(OvaError.TOO_MANY_MEMBERS, refusal.code());
  }

  /** An archive of empty folders without end, read block by block. */
  private static final class EndlessFolders extends InputStream {

    private final byte[] header = tar().special("folder", '5').unended();
    private int number;

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      byte[] name = "f%d/".formatted(number++).getBytes(UTF_8);
      System.arraycopy(name, 0, header, 0, name.length);
      System.arraycopy(TarBuilder.withChecksum(header), 0, buffer, offset, header.length);
      return header.length;
    }

    @Override
    public int read() {
      throw new AssertionError("headers are read as a whole");
    }
  }
}
