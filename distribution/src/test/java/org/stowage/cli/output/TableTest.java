package org.stowage.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void alignsColumnsToTheirWidestCell() {
    assertEquals(
        "NAME    TYPE\nnfs     NFS\na-vsan  vsan",
        Table.of("NAME", "TYPE").row("nfs", "NFS").row("a-vsan", "vsan").toString());
  }

  @Test
  void showsADashForNothing() {
    assertEquals("A  B\n-  1", Table.of("A", "B").row("", "1").toString());
  }

  @Test
  void leavesNoSpaceAtTheEndOfALine() {
    assertEquals(
        "A     B\nlong  x\nx     longer",
        Table.of("A", "B").row("long", "x").row("x", "longer").toString());
  }

  @Test
  void showsOnlyHeadingsWhenThereAreNoRows() {
    assertEquals("NAME  TYPE", Table.of("NAME", "TYPE").toString());
  }

  @Test
  void canDoWithoutHeadings() {
    assertEquals("disk  /a\nid    7", Table.plain().row("disk", "/a").row("id", "7").toString());
  }
}
