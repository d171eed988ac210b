#include "router/order_id.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(OrderId, IsAccountStartAndCount) {
    EXPECT_EQ(id_prefix_of("F50K"), "F50K");
    EXPECT_EQ(make_cl_ord_id("F50K", 1'785'245'400, 36), "F50K-tiw060-10");
    EXPECT_EQ(id_prefix_in("F50K-tiw060-10"), "F50K");
}

TEST(OrderId, AnAccountMayHaveDashesInItsName) {
    EXPECT_EQ(id_prefix_in("APEX-1-2-tiw060-10"), "APEX-1-2");
}

// Settings take names of up to 64 signs; tag 11 has 36.
TEST(OrderId, ALongNameLeavesRoomForTheNumbers) {
    const std::string one(64, 'A');
    const std::string other = std::string(63, 'A') + "B";
    EXPECT_NE(id_prefix_of(one), id_prefix_of(other));
    EXPECT_EQ(id_prefix_of(one).substr(0, 7), "AAAAAA~");
    const ClOrdId id = make_cl_ord_id(id_prefix_of(one), 4'000'000'000, 3'000'000'000'000'000);
    EXPECT_EQ(id_prefix_in(id.view()), id_prefix_of(one));
    EXPECT_EQ(id_prefix_of("SEVENTEEN-SIGNS-1").size(), id_prefix_of(one).size());
}

TEST(OrderId, OtherTextsHaveNoPrefix) {
    for (const char* text : {"", "-", "F50K", "F50K-1", "F50K-1-"}) {
        EXPECT_EQ(id_prefix_in(text), "") << text;
    }
}

} // namespace
} // namespace lockstep
