// Cuts a stream of bytes into FIX messages and refuses what is none, before QuickFIX sees a byte.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::sim {

// Takes "8=FIX...|9=n|...|10=ccc|" with right length and checksum. The first wrong byte spoils the
// stream for good: where the next message begins cannot be known.
class FrameReader {
  public:
    static constexpr std::size_t message_bytes_max = 65'536;

    void append(std::string_view bytes) { buffer_.append(bytes); }
    // The next whole message; none when more bytes are needed or the stream is spoilt.
    std::optional<std::string> next();
    // What was wrong; empty while nothing was.
    const std::string& trouble() const { return trouble_; }

  private:
    std::optional<std::string> spoil(std::string_view why);

    std::string buffer_;
    std::string trouble_;
};

// The value of a header field of a message that FrameReader gave ("49", "56", "35", "34"); empty
// when it is absent.
std::string_view header_field(std::string_view message, std::string_view tag);

} // namespace lockstep::sim
