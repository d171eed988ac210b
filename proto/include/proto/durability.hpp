// What a journaled event survives (setting Durability).
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep {

enum class Durability : std::uint8_t {
    process, // any crash of ours; a power cut may take the newest few milliseconds
    power,   // a power cut too: synced to the disk before anything that follows from it leaves
};

std::string_view name(Durability durability);

} // namespace lockstep
