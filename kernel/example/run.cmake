# Runs PROGRAM; what it prints has to be what EXPECTED holds.
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE told RESULT_VARIABLE code)
file(READ ${EXPECTED} expected)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${code}")
endif()
if(NOT told STREQUAL expected)
  message(FATAL_ERROR "It printed:\n${told}\nand not what ${EXPECTED} says.")
endif()
