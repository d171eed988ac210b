#include "journal/crc32c.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lockstep {
namespace {

TEST(Crc32c, GivesThePublishedValues) {
    EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
    EXPECT_EQ(crc32c(""), 0U);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU); // RFC 3720, B.4
    EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43U);
}

TEST(Crc32c, IsTheSameByInstructionAndByTable) {
    std::string bytes;
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(crc32c(bytes), crc32c_by_table(bytes)) << bytes.size();
        EXPECT_EQ(crc32c(std::string_view(bytes).substr(bytes.size() / 3)),
                  crc32c_by_table(std::string_view(bytes).substr(bytes.size() / 3)));
        using Crc = std::uint32_t (*)(std::string_view, std::uint32_t);
        for (const Crc crc : {&crc32c, &crc32c_by_table}) {
            const std::string_view whole = bytes;
            const std::size_t cut = bytes.size() / 3;
            EXPECT_EQ(crc(whole.substr(cut), crc(whole.substr(0, cut), 0)), crc32c(bytes));
        }
        bytes.push_back(static_cast<char>(i * 37));
    }
}

} // namespace
} // namespace lockstep
