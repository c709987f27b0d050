package org.stowage.cli.endtoend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.stowage.testkit.RealPeers;

/** Makes images of any size. */
final class TestImages {

  private static final int MIB = 1 << 20;

  private TestImages() {}

  /**
   * A raw image with 1 MiB of data at each of some places, evenly spread, and holes between.
   *
   * @param dataMib how many places; data is half noise, so that it compresses to half
   */
  static Path raw(Path file, long sizeBytes, int dataMib) throws IOException {
    Random random = new Random(sizeBytes);
    byte[] data = new byte[MIB];
    byte[] noise = new byte[MIB / 2];
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      for (int i = 0; i < dataMib; i++) {
        random.nextBytes(noise);
        System.arraycopy(noise, 0, data, 0, noise.length);
        long offset = sizeBytes / dataMib * i / MIB * MIB;
        ByteBuffer buffer = ByteBuffer.wrap(data);
        while (buffer.hasRemaining()) {
          channel.write(buffer, offset + buffer.position());
        }
      }
      channel.write(ByteBuffer.wrap(new byte[] {1}), sizeBytes - 1);
    }
    return file;
  }

  /** An OVA of one streamOptimized disk, with a manifest, made by tar. */
  static Path ova(Path file, Path vmdk, long capacityBytes)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(file.getParent(), "ova");
    Path disk = Files.createLink(folder.resolve("disk1.vmdk"), vmdk);
    Path ovf = folder.resolve("machine.ovf");
    Files.writeString(
        ovf,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
            xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"
            xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData">
          <References>
            <File ovf:id="file1" ovf:href="disk1.vmdk" ovf:size="%d"/>
          </References>
          <DiskSection>
            <Info>Disks</Info>
            <Disk ovf:diskId="vmdisk1" ovf:fileRef="file1" ovf:capacity="%d"
                ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
          </DiskSection>
          <VirtualSystem ovf:id="machine">
            <Info>A machine</Info>
            <VirtualHardwareSection>
              <Info>Hardware</Info>
              <Item>
                <rasd:Address>0</rasd:Address>
                <rasd:ElementName>SCSI 0</rasd:ElementName>
                <rasd:InstanceID>3</rasd:InstanceID>
                <rasd:ResourceSubType>lsilogic</rasd:ResourceSubType>
                <rasd:ResourceType>6</rasd:ResourceType>
              </Item>
              <Item>
                <rasd:AddressOnParent>0</rasd:AddressOnParent>
                <rasd:ElementName>Disk 1</rasd:ElementName>
                <rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource>
                <rasd:InstanceID>4</rasd:InstanceID>
                <rasd:Parent>3</rasd:Parent>
                <rasd:ResourceType>17</rasd:ResourceType>
              </Item>
            </VirtualHardwareSection>
          </VirtualSystem>
        </Envelope>
        """
            .formatted(Files.size(disk), capacityBytes));
    Files.writeString(
        folder.resolve("machine.mf"),
        "SHA256(machine.ovf)= %s\nSHA256(disk1.vmdk)= %s\n".formatted(sha256(ovf), sha256(disk)));
    RealPeers.run(
        folder,
        "tar",
        "--format=ustar",
        "-cf",
        file.toString(),
        "machine.ovf",
        "machine.mf",
        "disk1.vmdk");
    return file;
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
