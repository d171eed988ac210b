// Which fields repeat in what clients send. It is all that the simulator asks of a dictionary:
// values are judged where they are read, and unknown fields are nobody's mistake.
#pragma once

#include "gateway/fix/quickfix.hpp"

namespace lockstep::sim {

// For FIX.4.4: parties (453) of 35=D, F, G and H; entry types (267) and symbols (146) of 35=V.
FIX::DataDictionaryProvider repeating_groups();

} // namespace lockstep::sim
