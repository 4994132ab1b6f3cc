# Plants one bug of the tables <layer>/mutants/<noun>.json into a copy of
# <layer>/src/<noun>.c, the copy in the build folder.
#
#   cmake -DASX_MUTANT=<id> ...                  builds with that one
#   cmake -DINTO=<folder> -P kernel/mutants/plant.cmake   writes every copy, <id>.c
#
# The text it looks for has to occur exactly once, so that a table which no
# longer fits the source is an error and never a build without the bug.

cmake_minimum_required(VERSION 3.25)
get_filename_component(asx_plant_root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
file(GLOB asx_plant_tables "${asx_plant_root}/kernel/mutants/*.json"
                           "${asx_plant_root}/browser-backend/mutants/*.json")

# The copy of `table`'s source with its mutant number `index` into the file `to`.
function(asx_plant table index to)
  file(READ "${table}" rows)
  string(JSON id GET "${rows}" ${index} id)
  string(JSON find GET "${rows}" ${index} find)
  string(JSON replace GET "${rows}" ${index} replace)
  asx_plant_source(source "${table}")
  file(READ "${source}" text)
  string(FIND "${text}" "${find}" first)
  string(FIND "${text}" "${find}" last REVERSE)
  file(RELATIVE_PATH shown "${asx_plant_root}" "${source}")
  # SEND_ERROR fails as well, and goes on to name the others.
  if(first EQUAL -1)
    message(SEND_ERROR "mutant ${id}: ${shown} does not contain\n${find}")
  elseif(NOT first EQUAL last)
    message(SEND_ERROR "mutant ${id}: ${shown} contains more than once\n${find}")
  elseif("${find}" STREQUAL "${replace}")
    message(SEND_ERROR "mutant ${id}: changes nothing")
  endif()
  string(REPLACE "${find}" "${replace}" planted "${text}")
  if(EXISTS "${to}")
    file(READ "${to}" before)
  endif()
  if(NOT "${before}" STREQUAL "${planted}") # else nothing is built anew
    file(WRITE "${to}" "${planted}")
  endif()
endfunction()

# The source that a table is about.
function(asx_plant_source out table)
  string(REGEX REPLACE "/mutants/([a-z0-9_]+)\\.json$" "/src/\\1.c" source "${table}")
  set(${out} "${source}" PARENT_SCOPE)
endfunction()

# Where `id` stands: its table and its number there. An unknown one is an error.
function(asx_plant_find id out_table out_index)
  foreach(table ${asx_plant_tables})
    file(READ "${table}" rows)
    string(JSON count LENGTH "${rows}")
    foreach(index RANGE ${count})
      if(index LESS count)
        string(JSON other GET "${rows}" ${index} id)
        if(other STREQUAL id)
          set(${out_table} "${table}" PARENT_SCOPE)
          set(${out_index} ${index} PARENT_SCOPE)
          return()
        endif()
      endif()
    endforeach()
  endforeach()
  message(FATAL_ERROR "ASX_MUTANT: no such mutant: ${id}; see kernel/mutants/README.md")
endfunction()

# In the list named `out_sources`, the copy takes the place of its source.
function(asx_plant_layer out_sources)
  asx_plant_find("${ASX_MUTANT}" table index)
  asx_plant_source(source "${table}")
  if(source IN_LIST ${out_sources})
    get_filename_component(name "${source}" NAME)
    set(copy "${CMAKE_BINARY_DIR}/mutant/${name}")
    asx_plant("${table}" ${index} "${copy}")
    # What the bug leaves unused is no reason not to build it.
    get_filename_component(folder "${source}" DIRECTORY)
    set_source_files_properties("${copy}" PROPERTIES
      COMPILE_OPTIONS "-Wno-error" INCLUDE_DIRECTORIES "${folder}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}" "${table}")
    list(TRANSFORM ${out_sources} REPLACE "^${source}$" "${copy}")
    set(${out_sources} ${${out_sources}} PARENT_SCOPE)
    message(STATUS "Mutant ${ASX_MUTANT} in ${name}")
  endif()
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  set(ids "")
  foreach(table ${asx_plant_tables})
    file(READ "${table}" rows)
    string(JSON count LENGTH "${rows}")
    foreach(index RANGE ${count})
      if(index LESS count)
        string(JSON id GET "${rows}" ${index} id)
        if(id IN_LIST ids)
          message(SEND_ERROR "mutant ${id}: twice in the tables")
        endif()
        list(APPEND ids "${id}")
        asx_plant("${table}" ${index} "${INTO}/${id}.c")
      endif()
    endforeach()
  endforeach()
endif()
