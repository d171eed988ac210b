// The marks and checksums of journal bytes, put right: without them a fuzzer gets no further than
// the first checksum.
#pragma once

#include <string>

namespace lockstep::fuzz {

// Segment `number` of `bytes`: its header's checksum and number, and of every frame the sizes,
// marks and checksums. `renumbers` gives the records the sequences that are expected of them.
void repair_segment(std::string& bytes, unsigned number, bool renumbers);

// The checksum and the size in a snapshot.
void repair_snapshot(std::string& bytes);

} // namespace lockstep::fuzz
