package org.atomicagents.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSizeTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          89504E470D0A1A0A0000000D49484452000005DC000003E8, 1500, 1000
          474946383961DC05E803, 1500, 1000
          FFD8FFE00004AABBFFC0001108 03E805DC, 1500, 1000
          FFD8FFFFFFE00002FFC2001108 03E805DC, 1500, 1000
          52494646000000005745425056503820000000000000009D012ADC05E803, 1500, 1000
          5249464600000000574542505650384C000000002FDBC5F900, 1500, 1000
          524946460000000057454250565038580A00000000000000DB0500E70300, 1500, 1000
          424D000000000000000000000000280000 00DC05000018FCFFFF, 1500, 1000
          """)
  void headersContainTheDimensions(String hex, int width, int height) {
    byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(ImageSize.find(header)).contains(new ImageSize(width, height));
  }

  @Test
  void dimensionsThatAreNotInTheHeaderAreUnknown() {
    assertThat(ImageSize.find(HexFormat.of().parseHex("FFD8FFE0FFFFAABB"))).isEmpty();
    assertThat(ImageSize.find(HexFormat.of().parseHex("FFD8FFDA0008"))).isEmpty();
    assertThat(ImageSize.find(HexFormat.of().parseHex("89504E470D0A1A0A"))).isEmpty();
    assertThat(
            ImageSize.find(
                HexFormat.of().parseHex("89504E470D0A1A0A0000000D494844520000000000000000")))
        .isEmpty();
  }
}
